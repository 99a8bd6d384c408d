package org.shomar.aggregator.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/// What a witness keeps, in one folder: of each log the checkpoint that it cosigned last, and
/// the evidence of forks.
///
/// ```text
/// lock                                     held by the process, goes with it
/// checkpoints/<SHA-256 of origin>.note     the last cosigned checkpoint, as the log signed it
/// evidence/<the same>-<size>-<root>-held.note, …-shown.note
/// ```
///
/// A file is written beside its place, forced to the disk, moved, and the move is forced: it
/// is the old one or the new one, whenever the power fails.
final class StateFolder implements AutoCloseable {
    private static final String HELD = "-held.note";
    private static final String SHOWN = "-shown.note";

    private final Path checkpoints;
    private final Path evidence;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.checkpoints = folder.resolve("checkpoints");
        this.evidence = folder.resolve("evidence");
        this.lock = lock;
    }

    /// Makes what is missing, and takes the lock.
    ///
    /// @throws WitnessRefusedException when another process has it
    static StateFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        StateFolder state = new StateFolder(folder, lock(folder));
        try {
            Files.createDirectories(state.checkpoints);
            Files.createDirectories(state.evidence);
            force(folder);
            return state;
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw taken(folder, heldByThisProcess);
        }
        channel.close();
        throw taken(folder, null);
    }

    private static WitnessRefusedException taken(Path folder, @Nullable Throwable cause) {
        return new WitnessRefusedException(
                "another witness is running on the folder " + folder
                        + ". Stop it first, or give this one a folder and a key of its own",
                cause);
    }

    Path fileOf(String origin) {
        return checkpoints.resolve(stem(origin) + ".note");
    }

    /// The text of the checkpoint that is held of a log; empty when none ever was.
    ///
    /// @throws IOException also when the file is too large to be one
    Optional<String> read(String origin) throws IOException {
        Path file = fileOf(origin);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > Note.BYTES_MAX) {
            throw new IOException("it has more than " + Note.BYTES_MAX + " bytes");
        }
        return Optional.of(new String(Files.readAllBytes(file), UTF_8));
    }

    /// Holds a checkpoint; on disk when this returns. After an exception either may be there.
    void write(String origin, Note note) throws IOException {
        replace(fileOf(origin), note);
    }

    /// How many forks of a log there is evidence of.
    int forks(String origin) throws IOException {
        try (Stream<Path> files = Files.list(evidence)) {
            return (int) files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(stem(origin)) && name.endsWith(SHOWN))
                    .count();
        }
    }

    /// Keeps two checkpoints of the same size and different roots, both signed by the log.
    ///
    /// @return whether it was not kept already
    boolean keepEvidence(Note held, Note shown, Checkpoint fork) throws IOException {
        String name = stem(fork.origin()) + "-" + fork.size() + "-" + fork.root();
        Path file = evidence.resolve(name + SHOWN);
        if (Files.exists(file)) {
            return false;
        }
        replace(evidence.resolve(name + HELD), held);
        replace(file, shown);
        return true;
    }

    private static String stem(String origin) {
        return Digest.sha256(origin.getBytes(UTF_8)).toString();
    }

    private static void replace(Path file, Note note) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(note.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.getParent();
        if (folder != null) {
            force(folder);
        }
    }

    /// Makes new names in a folder durable.
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
