package org.shomar.aggregator.proof;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.Base64;

/// A checkpoint of this log, signed and remembered: from now on the log cannot take it back.
/// Immutable; used by many threads.
public final class Signed {
    private static final int SHARED_LEVEL = 6;

    /// Of the base64 of a hash.
    private static final int HASH_CHARS = 44;

    private static final byte[] NEWLINE = {'\\', 'n'};
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final TreeAt tree;
    private final Checkpoint checkpoint;
    private final Note note;
    private final String noteJson;

    /// Several threads may each make their own; any of them will do.
    private volatile @Nullable Shared shared;

    /// What the receipts of the leaves of one node end in.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Shared(int level, long place, byte[] json) {}

    Signed(TreeAt tree, Checkpoint checkpoint, Note note) {
        this.tree = tree;
        this.checkpoint = checkpoint;
        this.note = note;
        this.noteJson = note.toString().replace("\n", "\\n").replace("\u2014", "\\u2014");
    }

    /// The tree that it speaks of, for proofs.
    public TreeAt tree() {
        return tree;
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The checkpoint under the log's own signature.
    public Note note() {
        return note;
    }

    /// Writes the receipt of a leaf (c2sp.org/tlog-proof) as the inside of a JSON text:
    /// ASCII, with its newlines and dashes escaped. About 45 bytes a hash, a hash for each
    /// doubling of the log.
    ///
    /// Leaves of one commit stand side by side, and the upper part of the proof is the same
    /// for 64 of them: the last one made is kept.
    ///
    /// @param index 0..size-1
    public void appendReceipt(Buffer out, long index) {
        int level = Math.min(SHARED_LEVEL, tree.height(index));
        Shared upper = shared;
        if (upper == null || upper.level() != level || upper.place() != index >> level) {
            Buffer json = Buffer.buffer();
            for (Digest hash : tree.above(index, level)) {
                json.appendBytes(BASE64.encode(hash.bytes())).appendBytes(NEWLINE);
            }
            json.appendBytes(NEWLINE).appendString(noteJson);
            upper = new Shared(level, index >> level, json.getBytes());
            shared = upper;
        }
        out.appendString("c2sp.org/tlog-proof@v1\\nindex " + index + "\\n");
        byte[] hash = new byte[Digest.BYTES];
        byte[] text = new byte[HASH_CHARS];
        for (int at = 0; at < level; at++) {
            tree.copySibling(index, at, hash);
            BASE64.encode(hash, text);
            out.appendBytes(text).appendBytes(NEWLINE);
        }
        out.appendBytes(upper.json());
    }
}
