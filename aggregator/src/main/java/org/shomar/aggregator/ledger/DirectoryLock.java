package org.shomar.aggregator.ledger;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The operating system's lock on `lock` in a data directory: it goes with the process,
/// however that ends, so it is never left behind.
final class DirectoryLock {
    private DirectoryLock() {}

    /// Closing the channel gives the lock free.
    static FileChannel take(Path dataDir) throws IOException {
        FileChannel channel = FileChannel.open(
                dataDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw taken(dataDir, heldByThisProcess);
        }
        channel.close();
        throw taken(dataDir, null);
    }

    private static LedgerRefusedException taken(Path dataDir, @Nullable Throwable cause) {
        return new LedgerRefusedException(
                "another server is running on the data directory " + dataDir
                        + ". Stop it first, or give this one a directory of its own",
                cause);
    }
}
