package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Cheating that only a kept answer gives away, and cheating with answers.
enum AnswerTampering implements Tampering {
    ENTRY_DROPPED_AND_ALL_SHOWN_ANEW((w, r) -> {
        int leaf = w.leaf(r);
        w.keep(w.answer(leaf));
        w.entries.remove(leaf);
        w.republish();
        return Expected.at(Kind.ANSWER_LOST, leaf);
    }),
    ENTRY_REPLACED_AND_ALL_SHOWN_ANEW((w, r) -> {
        int leaf = w.leaf(r);
        w.keep(w.answer(leaf));
        w.entries.set(leaf, w.otherPacket(leaf, r));
        w.republish();
        return Expected.at(Kind.ANSWER_LOST, leaf);
    }),
    ENTRY_MOVED_TO_THE_END((w, r) -> {
        int leaf = r.nextInt(1, w.entries.size() - 1);
        w.keep(w.answer(leaf));
        w.entries.add(w.entries.remove(leaf));
        w.republish();
        return Expected.at(Kind.ANSWER_LOST, leaf);
    }),
    ANOTHER_ENTRY_BEFORE_IT_REPLACED((w, r) -> {
        int leaf = r.nextInt(2, w.entries.size());
        w.keep(w.answer(leaf));
        int other = r.nextInt(1, leaf);
        w.entries.set(other, w.otherPacket(other, r));
        w.republish();
        return Expected.at(Kind.ANSWER_FORK, leaf);
    }),
    LOG_CUT_BEFORE_THE_RECEIPT((w, r) -> {
        int leaf = r.nextInt(1, w.entries.size());
        w.keep(w.answer(leaf));
        w.entries.subList(leaf, w.entries.size()).clear();
        w.republish();
        return Expected.at(Kind.ANSWER_FORK, leaf);
    }),
    WRONG_VERDICT_ANSWERED((w, r) -> {
        int leaf = w.leaf(r);
        Map<String, Object> answer = w.answer(leaf);
        answer.compute("state", (name, state) -> "held".equals(state) ? "counted" : "held");
        w.keep(answer);
        return Expected.at(Kind.ANSWER_STATE, leaf);
    }),
    WRONG_CONTEST_SEQ_ANSWERED((w, r) -> {
        int leaf = w.leaf(r);
        Map<String, Object> answer = w.answer(leaf);
        answer.put("contestSeq", 9_999L);
        w.keep(answer);
        return new Expected(Kind.ANSWER_STATE, leaf, "contestSeq");
    }),
    RECEIPT_OF_ANOTHER_LOG((w, r) -> {
        int leaf = w.leaf(r);
        NoteSigner other = World.signer("shomar/other-1405", NoteKey.Type.LOG, 7);
        Map<String, Object> answer = w.answer(leaf);
        Receipt right = w.receipt(leaf);
        String text = right.checkpoint().text();
        answer.put(
                "receipt",
                new Receipt(leaf, right.proof(), new Note(text, List.of(other.sign(text))))
                        .toString());
        w.keep(answer);
        return Expected.at(Kind.ANSWER_PROOF, leaf);
    }),
    RECEIPT_OF_ANOTHER_LEAF((w, r) -> {
        int leaf = r.nextInt(1, w.entries.size() - 1);
        Map<String, Object> answer = w.answer(leaf);
        answer.put("receipt", w.receipt(leaf + 1).toString());
        w.keep(answer);
        return Expected.at(Kind.ANSWER_PROOF, leaf);
    }),
    RECEIPT_WITH_AN_EDITED_PROOF((w, r) -> {
        int leaf = w.leaf(r);
        Map<String, Object> answer = w.answer(leaf);
        Receipt right = w.receipt(leaf);
        List<Digest> proof = new ArrayList<>(right.proof());
        proof.set(r.nextInt(proof.size()), Digest.sha256(new byte[1]));
        answer.put("receipt", new Receipt(leaf, proof, right.checkpoint()).toString());
        w.keep(answer);
        return Expected.at(Kind.ANSWER_PROOF, leaf);
    }),
    RECEIPT_UNDER_A_CHECKPOINT_BEFORE_IT((w, r) -> {
        int leaf = r.nextInt(2, w.entries.size());
        Map<String, Object> answer = w.answer(leaf);
        String text = w.checkpoint(leaf).text();
        answer.put(
                "receipt",
                new Receipt(leaf, List.of(), new Note(text, List.of(World.LOG.sign(text))))
                        .toString());
        w.keep(answer);
        return Expected.at(Kind.ANSWER_PROOF, leaf);
    }),
    RECEIPT_IS_NO_RECEIPT((w, r) -> {
        Map<String, Object> answer = new HashMap<>(w.answer(w.leaf(r)));
        answer.put("receipt", "thank you");
        w.keep(answer);
        return Expected.in(Kind.ANSWER_UNFIT, "answer 1");
    }),
    ANSWER_WITHOUT_A_RECEIPT((w, r) -> {
        Map<String, Object> answer = new HashMap<>(w.answer(w.leaf(r)));
        answer.remove("receipt");
        w.keep(answer);
        return Expected.in(Kind.ANSWER_UNFIT, "answer 1");
    });

    private final Deed deed;

    AnswerTampering(Deed deed) {
        this.deed = deed;
    }

    @Override
    public Expected tamper(World world, RandomGenerator random)
            throws IOException, UnfitTextException {
        return deed.tamper(world, random);
    }
}
