package org.shomar.aggregator.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files of a folder, named as the paths.
record FolderSource(Path folder) implements Source {
    private static final int NOT_FOUND = 404;

    @Override
    public Fetched get(String path, int bytesMax) throws IOException {
        try (InputStream file = Files.newInputStream(folder.resolve(path))) {
            return new Fetched.Body(file.readNBytes(bytesMax + 1));
        } catch (NoSuchFileException none) {
            return new Fetched.Absent(NOT_FOUND);
        }
    }
}
