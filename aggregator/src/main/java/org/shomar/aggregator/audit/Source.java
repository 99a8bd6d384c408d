package org.shomar.aggregator.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// Where public files are read from. May be asked from any thread.
@FunctionalInterface
public interface Source {
    /// @param path     without a slash in front, such as `checkpoint`
    /// @param bytesMax one byte more than that may be answered, and no more: such a body is
    ///                 too long and will not be understood
    /// @throws IOException when nobody answers, or only with errors of the server
    Fetched get(String path, int bytesMax) throws IOException;

    /// The answer of [#get].
    sealed interface Fetched {
        @SuppressWarnings("ArrayRecordComponent") // read once
        record Body(byte[] bytes) implements Fetched {}

        /// @param status as HTTP says: 404 not found, 403 not published
        record Absent(int status) implements Fetched {}
    }

    /// A folder with `checkpoint` and `tile/` in it.
    static Source folder(Path folder) {
        return new FolderSource(folder);
    }

    /// The public plane of a server, or any web server with the same files.
    ///
    /// @param base such as `http://127.0.0.1:8080`
    static Source web(URI base) {
        return new WebSource(base);
    }
}
