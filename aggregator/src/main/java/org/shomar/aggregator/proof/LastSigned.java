package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The last checkpoint that was signed, kept in a file apart from the ledger, so that an older
/// or another database is noticed.
///
/// The file has two slots, written in turn, each with one note and zeros behind it. A note's
/// signature is its checksum: a slot torn by a power cut does not verify, and what it was to
/// hold was never handed out; the other slot then has the last one that was.
final class LastSigned implements AutoCloseable {
    static final String FILE = "last-checkpoint";

    private static final int SLOT_BYTES = 4_096;
    private static final int SLOTS = 2;

    private final FileChannel file;
    private int next;

    private LastSigned(FileChannel file) {
        this.file = file;
    }

    /// Opens, or makes, the file in a folder that exists. One process at a time.
    ///
    /// @throws LogRefusedException when another process has it
    static LastSigned in(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!isLocked(file)) {
            file.close();
            throw new LogRefusedException(path + " is used by another node: give each node a data"
                    + " folder of its own (--data)");
        }
        try (FileChannel entry = FileChannel.open(folder)) {
            entry.force(true); // the file's name survives a power cut, too
        }
        return new LastSigned(file);
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ownProcess) {
            return false;
        }
    }

    /// The largest checkpoint in the file that is signed by the key; null in a new file.
    ///
    /// @throws LogRefusedException when there is something and none of it is signed by the key
    @Nullable
    Checkpoint read(NoteKey key) throws IOException {
        Checkpoint last = null;
        boolean empty = true;
        for (int slot = 0; slot < SLOTS; slot++) {
            String text = slot(slot);
            empty &= text.isEmpty();
            Checkpoint checkpoint = verified(text, key);
            if (checkpoint != null && (last == null || checkpoint.size() > last.size())) {
                last = checkpoint;
                next = (slot + 1) % SLOTS;
            }
        }
        if (last == null && !empty) {
            throw new LogRefusedException("the file " + FILE + " in the data folder holds no"
                    + " checkpoint signed by " + key + ". Start with the log key it was signed"
                    + " with (--log-key); if that is lost or the file is damaged, this log cannot"
                    + " go on");
        }
        return last;
    }

    private String slot(int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        long at = (long) slot * SLOT_BYTES;
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {
            // until the slot, or the file, is over
        }
        int length = bytes.position();
        while (length > 0 && bytes.get(length - 1) == 0) {
            length--;
        }
        return new String(bytes.array(), 0, length, UTF_8);
    }

    private static @Nullable Checkpoint verified(String text, NoteKey key) {
        try {
            Note note = Note.parse(text);
            return note.isSignedBy(key) ? Checkpoint.parse(note.text()) : null;
        } catch (UnfitTextException torn) {
            return null;
        }
    }

    /// Remembers a checkpoint; it survives a power cut when this returns.
    void write(Note note) throws IOException {
        byte[] text = note.toString().getBytes(UTF_8);
        if (text.length > SLOT_BYTES) {
            throw new IllegalArgumentException(
                    "a log's own note has at most " + SLOT_BYTES + " bytes, not " + text.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES).put(text).rewind();
        long at = (long) next * SLOT_BYTES;
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
        file.force(false);
        next = (next + 1) % SLOTS;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
