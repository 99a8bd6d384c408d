package org.shomar.aggregator.proof;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.Base64;
import java.util.List;

/// A checkpoint of this log, signed and remembered: from now on the log cannot take it back.
/// Immutable; used by many threads.
public final class Signed {
    private static final int SHARED_LEVEL = 6;

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
            appendLines(json, tree.above(index, level));
            json.appendString("\\n").appendString(noteJson);
            upper = new Shared(level, index >> level, json.getBytes());
            shared = upper;
        }
        out.appendString("c2sp.org/tlog-proof@v1\\nindex " + index + "\\n");
        appendLines(out, tree.below(index, level));
        out.appendBytes(upper.json());
    }

    private static void appendLines(Buffer out, List<Digest> hashes) {
        for (Digest hash : hashes) {
            out.appendBytes(BASE64.encode(hash.bytes())).appendBytes(NEWLINE);
        }
    }
}
