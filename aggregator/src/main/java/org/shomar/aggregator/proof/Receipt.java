package org.shomar.aggregator.proof;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a branch leaves with: proof, under a signed checkpoint, that its packet stands at a
/// place of the log (c2sp.org/tlog-proof). Checked offline, with the log's key alone.
///
/// @param index      of the leaf, from 0
/// @param proof      from the leaf's sibling up, at most 63 hashes
/// @param checkpoint the log's note, with whoever cosigned it
public record Receipt(long index, List<Digest> proof, Note checkpoint) {
    static final int HASHES_MAX = 63;

    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");

    public Receipt {
        proof = List.copyOf(proof);
    }

    /// Reads a receipt; a line `extra` is passed over, as nobody vouches for it.
    ///
    /// @throws UnfitTextException when it is none
    public static Receipt parse(String text) throws UnfitTextException {
        int split = text.indexOf("\n\n");
        if (!text.startsWith(HEADER) || split < 0) {
            throw new UnfitTextException("a receipt begins with the line c2sp.org/tlog-proof@v1"
                    + " and has an empty line before its checkpoint");
        }
        List<String> lines =
                new ArrayList<>(List.of(text.substring(0, split).split("\n", HASHES_MAX + 4)));
        lines.removeFirst();
        if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
            lines.removeFirst();
        }
        if (lines.isEmpty() || !INDEX.matcher(lines.getFirst()).matches()) {
            throw new UnfitTextException("a receipt has a line such as: index 4710");
        }
        long index = Long.parseLong(lines.removeFirst().substring("index ".length()));
        if (lines.size() > HASHES_MAX) {
            throw new UnfitTextException("a proof has at most " + HASHES_MAX + " hashes");
        }
        List<Digest> proof = new ArrayList<>();
        for (String line : lines) {
            proof.add(Checkpoint.hash(line));
        }
        return new Receipt(index, proof, Note.parse(text.substring(split + 2)));
    }

    /// Why this receipt does not prove that the leaf is in the log of a key; null when it
    /// does.
    public @Nullable String fault(Digest leafHash, NoteKey logKey) {
        if (!checkpoint.isSignedBy(logKey) || checkpoint.hasForgeryOf(logKey)) {
            return "its checkpoint is not signed by " + logKey;
        }
        Checkpoint signed;
        try {
            signed = Checkpoint.parse(checkpoint.text());
        } catch (UnfitTextException unfit) {
            return unfit.getMessage();
        }
        if (!signed.origin().equals(logKey.name())) {
            return "its checkpoint is of the log " + signed.origin() + ", not of " + logKey.name();
        }
        if (index >= signed.size()) {
            return "its index " + index + " is not in the " + signed.size()
                    + " entries of its checkpoint";
        }
        return MerkleProof.included(leafHash, index, signed.size(), proof, signed.root())
                ? null
                : "its proof does not lead from the packet to the root of its checkpoint";
    }

    /// As it is handed out.
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(HEADER).append("index ").append(index).append('\n');
        proof.forEach(hash -> text.append(Checkpoint.base64(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }
}
