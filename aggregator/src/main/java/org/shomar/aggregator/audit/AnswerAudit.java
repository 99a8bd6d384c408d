package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Holds the log to what it promised: each answer's packet must stand at its place, in the
/// state that was answered, under a checkpoint that the log still begins with.
final class AnswerAudit {
    private final NoteKey logKey;
    private final LogFold fold;
    private final Findings findings;

    AnswerAudit(NoteKey logKey, LogFold fold, Findings findings) {
        this.logKey = logKey;
        this.fold = fold;
        this.findings = findings;
    }

    /// Entries that the log must have before an answer can be judged; 0 for an unfit one.
    static long reach(String answer) {
        Map<String, Object> json = JsonTree.object(answer.getBytes(UTF_8)).orElse(Map.of());
        long seq = Math.max(0, JsonTree.number(json, "seq"));
        try {
            return json.get("receipt") instanceof String receipt
                    ? Math.max(seq, size(Receipt.parse(receipt)))
                    : seq;
        } catch (UnfitTextException unfit) {
            return seq;
        }
    }

    private static long size(Receipt receipt) throws UnfitTextException {
        return Checkpoint.parse(receipt.checkpoint().text()).size();
    }

    /// @param place  what the answer is called in findings
    /// @param answer the body of a 200 or 201
    void check(String place, String answer) {
        Map<String, Object> json = JsonTree.object(answer.getBytes(UTF_8)).orElse(Map.of());
        Optional<Digest> packet =
                json.get("packet") instanceof String id ? Digest.parse(id) : Optional.empty();
        long leaf = JsonTree.number(json, "seq") - 1;
        if (packet.isEmpty() || leaf < 0 || !(json.get("receipt") instanceof String receipt)) {
            findings.add(Difference.in(
                    Kind.ANSWER_UNFIT, place, "packet, seq and receipt", "another text"));
            return;
        }
        try {
            checkCheckpoint(place, leaf, Receipt.parse(receipt));
        } catch (UnfitTextException unfit) {
            findings.add(Difference.in(
                    Kind.ANSWER_UNFIT,
                    place,
                    "a receipt",
                    Objects.requireNonNullElse(unfit.getMessage(), "another text")));
        }
        checkEntry(place, leaf, packet.get(), json);
    }

    private void checkCheckpoint(String place, long leaf, Receipt receipt)
            throws UnfitTextException {
        if (!receipt.checkpoint().isSignedBy(logKey)) {
            findings.add(new Difference(
                    Kind.ANSWER_PROOF, leaf, place, "a signature of " + logKey, "none"));
            return;
        }
        if (receipt.index() != leaf) {
            findings.add(new Difference(
                    Kind.ANSWER_PROOF, leaf, place, "index " + leaf, "index " + receipt.index()));
        }
        Checkpoint then = Checkpoint.parse(receipt.checkpoint().text());
        if (then.size() > fold.size()) {
            findings.add(new Difference(
                    Kind.ANSWER_FORK,
                    leaf,
                    place,
                    "a log of at least " + then.size() + " entries",
                    fold.size() + " entries"));
            return;
        }
        Digest root = fold.tree().at(then.size()).root();
        if (!root.equals(then.root())) {
            findings.add(new Difference(
                    Kind.ANSWER_FORK,
                    leaf,
                    place,
                    "root " + then.root() + " of " + then.size() + " entries, as signed",
                    "root " + root));
            return;
        }
        String fault = leaf < then.size()
                ? receipt.fault(fold.tree().leaf(leaf), logKey)
                : "its checkpoint ends before it, at " + then.size() + " entries";
        if (fault != null) {
            findings.add(new Difference(Kind.ANSWER_PROOF, leaf, place, "a proof of it", fault));
        }
    }

    private void checkEntry(String place, long leaf, Digest id, Map<String, Object> json) {
        LogFold.Placed placed = fold.packet(id);
        if (placed == null || placed.entry().seq() != leaf + 1) {
            findings.add(new Difference(
                    Kind.ANSWER_LOST,
                    leaf,
                    place,
                    "packet " + id,
                    placed == null
                            ? "it is nowhere in the log"
                            : "it is at leaf " + (placed.entry().seq() - 1)));
            return;
        }
        String state = placed.entry().state().word();
        if (!state.equals(json.get("state"))) {
            findings.add(new Difference(
                    Kind.ANSWER_STATE, leaf, place, state, String.valueOf(json.get("state"))));
        }
        if (placed.entry().contestSeq() != JsonTree.number(json, "contestSeq")) {
            findings.add(new Difference(
                    Kind.ANSWER_STATE,
                    leaf,
                    place + " contestSeq",
                    placed.entry().contestSeq() + "",
                    String.valueOf(json.get("contestSeq"))));
        }
    }
}
