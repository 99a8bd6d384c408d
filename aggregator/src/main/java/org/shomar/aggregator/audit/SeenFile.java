package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/// Keeps what an audit saw between two runs: the checkpoint's note, as it was signed, and
/// beside it, in `FILE.leaves`, the 32-byte leaf hashes, so that a fork can be told by its
/// leaf.
public final class SeenFile {
    private final Path note;
    private final Path leaves;

    public SeenFile(Path file) {
        this.note = file;
        this.leaves = file.resolveSibling(file.getFileName() + ".leaves");
    }

    /// What was kept; empty when there is nothing yet.
    ///
    /// @throws IOException also when what was kept does not fit together
    public Optional<Seen> read() throws IOException {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            Note kept = Note.parse(Files.readString(note));
            Checkpoint checkpoint = Checkpoint.parse(kept.text());
            byte[] hashes = Files.readAllBytes(leaves);
            long length = checkpoint.size() * Digest.BYTES;
            if (hashes.length < length) {
                throw unfit("has too few leaves");
            }
            byte[] fitting = Arrays.copyOf(hashes, Math.toIntExact(length));
            if (!Leaves.tree(fitting).at(checkpoint.size()).root().equals(checkpoint.root())) {
                throw unfit("has other leaves than its checkpoint");
            }
            return Optional.of(new Seen(kept, checkpoint, fitting));
        } catch (UnfitTextException unfit) {
            throw unfit("is no checkpoint: " + unfit.getMessage());
        }
    }

    /// Leaves first: a note is never without its leaves.
    public void write(Seen seen) throws IOException {
        Path parent = note.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        replace(leaves, seen.leafHashes());
        replace(note, seen.note().toString().getBytes(UTF_8));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.write(made, bytes);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private IOException unfit(String what) {
        return new IOException(note + " " + what + "; keep it as evidence, or give another file");
    }
}
