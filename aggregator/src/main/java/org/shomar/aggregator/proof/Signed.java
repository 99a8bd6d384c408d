package org.shomar.aggregator.proof;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.Base64;
import java.util.List;

/// A checkpoint of this log, signed and remembered: from now on the log cannot take it back.
/// Immutable; used by many threads.
public final class Signed {
    private static final int SHARED_LEVEL = 6;

    /// A hash in base64 and an escaped newline.
    private static final int LINE_CHARACTERS = 46;

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final TreeAt tree;
    private final Checkpoint checkpoint;
    private final Note note;
    private final String noteJson;

    /// Several threads may each make their own; any of them will do.
    private volatile @Nullable Shared shared;

    /// What the receipts of the leaves of one node end in.
    private record Shared(int level, long place, String json) {}

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

    /// The receipt of a leaf (c2sp.org/tlog-proof) as the inside of a JSON text: ASCII,
    /// with its newlines and dashes escaped. About 45 bytes a hash, a hash for each
    /// doubling of the log.
    ///
    /// Leaves of one commit stand side by side, and the upper part of the proof is the same
    /// for 64 of them: the last one made is kept.
    ///
    /// @param index 0..size-1
    public String receiptJson(long index) {
        int level = Math.min(SHARED_LEVEL, tree.height(index));
        Shared upper = shared;
        if (upper == null || upper.level() != level || upper.place() != index >> level) {
            upper = new Shared(
                    level, index >> level, lines(tree.above(index, level)) + "\\n" + noteJson);
            shared = upper;
        }
        return "c2sp.org/tlog-proof@v1\\nindex " + index + "\\n" + lines(tree.below(index, level))
                + upper.json();
    }

    private static String lines(List<Digest> hashes) {
        StringBuilder lines = new StringBuilder(hashes.size() * LINE_CHARACTERS);
        for (Digest hash : hashes) {
            lines.append(BASE64.encodeToString(hash.bytes())).append("\\n");
        }
        return lines.toString();
    }
}
