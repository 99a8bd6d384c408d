package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// The files of a [TileFolder]: each appears whole or not at all, and one process writes.
/// One thread.
final class FolderFiles implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String UNFINISHED = ".unfinished";
    private static final String PARTIALS = ".p";

    private final Path root;
    private final FileChannel lock;

    private FolderFiles(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Makes the folder if need be, and locks it until it is closed or the process ends.
    ///
    /// @throws IOException when it cannot be written, or another process writes to it
    static FolderFiles open(Path root) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(
                    root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("--tiles " + root + " cannot be written: " + e, e);
        }
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException("--tiles " + root
                    + " is written by another node: give each node a folder of its own");
        }
        return new FolderFiles(root, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        }
    }

    /// The bytes of a file; empty when there is none.
    Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Writes a file, unless it has these bytes already. A power cut may still empty it.
    void put(String path, byte[] bytes) throws IOException {
        if (!has(path, bytes)) {
            Files.write(root.resolve(UNFINISHED), bytes);
            finish(path);
        }
    }

    /// As [#put], and then it survives a power cut.
    void putForGood(String path, byte[] bytes) throws IOException {
        if (has(path, bytes)) {
            return;
        }
        Path unfinished = root.resolve(UNFINISHED);
        Files.write(unfinished, bytes);
        force(unfinished);
        finish(path);
        force(root.resolve(path).getParent());
    }

    private boolean has(String path, byte[] bytes) throws IOException {
        Optional<byte[]> before = read(path);
        return before.isPresent() && Arrays.equals(before.get(), bytes);
    }

    private void finish(String path) throws IOException {
        Path target = root.resolve(path);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.move(root.resolve(UNFINISHED), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// A file's bytes, or a folder's names.
    private static void force(@Nullable Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(Objects.requireNonNull(path))) {
            channel.force(true);
        }
    }

    /// Removes the partial tiles of a full one.
    void removePartials(String full) throws IOException {
        Path partials = root.resolve(full + PARTIALS);
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (DirectoryStream<Path> widths = Files.newDirectoryStream(partials)) {
            for (Path width : widths) {
                Files.delete(width);
            }
        }
        Files.delete(partials);
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /// Gives the folder free.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
