package org.shomar.loadtest.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How long a small write takes to become durable, measured as PostgreSQL's `pg_test_fsync`
/// does: one page of 8 KiB written over the start of a file of one WAL segment, then
/// `fdatasync`.
final class SyncProbe {
    private static final int PAGE_BYTES = 8 << 10;
    private static final int FILE_BYTES = 16 << 20;
    private static final int SYNCS_MAX = 20_000;
    private static final long PROBE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private SyncProbe() {}

    /// The median in microseconds of what fits into a second, one at least.
    ///
    /// @param folder on the disk in question; a file is made there and deleted
    /// @throws IOException when the folder cannot be written
    static double medianMicros(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync-probe", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.allocate(FILE_BYTES));
            channel.force(true);
            return median(channel) / 1_000.0;
        } finally {
            Files.delete(file);
        }
    }

    private static long median(FileChannel channel) throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
        long[] nanos = new long[SYNCS_MAX];
        int syncs = 0;
        long start = System.nanoTime();
        do {
            long before = System.nanoTime();
            write(channel, page.clear());
            channel.force(false);
            nanos[syncs++] = System.nanoTime() - before;
        } while (syncs < SYNCS_MAX && System.nanoTime() - start < PROBE_NANOS_MAX);
        Arrays.sort(nanos, 0, syncs);
        return nanos[syncs / 2];
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        long position = 0;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
