package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.util.Base64;

/// A checkpoint of this log, signed and remembered: from now on the log cannot take it back.
/// Immutable; used by many threads.
public final class Signed {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final TreeAt tree;
    private final Checkpoint checkpoint;
    private final Note note;
    private final String noteJson;

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

    /// The receipt of a leaf (c2sp.org/tlog-proof) as the inside of a JSON text: ASCII, with
    /// its newlines and dashes escaped. About 45 bytes a hash, a hash for each doubling of the
    /// log; 1 µs.
    ///
    /// @param index 0..size-1
    public String receiptJson(long index) {
        StringBuilder json = new StringBuilder(2_048);
        json.append("c2sp.org/tlog-proof@v1\\nindex ").append(index).append("\\n");
        for (Digest hash : tree.inclusion(index)) {
            json.append(BASE64.encodeToString(hash.bytes())).append("\\n");
        }
        return json.append("\\n").append(noteJson).toString();
    }
}
