package org.shomar.aggregator.ledger;

import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Conflict.Kind;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.ledger.Heads.Latest;
import org.shomar.aggregator.ledger.Heads.Pair;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Decides what becomes of each entry of a batch, in order: stored, known, or in conflict.
/// An entry may amend another before it. Changes nothing that it was told; the head's row
/// keeps that true until COMMIT.
final class Admission {
    /// The log's size under which a new entry is covered, while its batch is being decided.
    private static final long OPEN = 0;

    private final Heads heads;
    private final Map<Digest, Stored> stored;
    private final Map<Pair, Latest> amended = new HashMap<>();
    private final Map<Integer, Long> contestHeads = new HashMap<>();
    private long seq;

    private final List<Appended> answers = new ArrayList<>();
    private final List<Committed> added = new ArrayList<>();
    private final List<Verdict.Storable> evidence = new ArrayList<>();

    /// @param answers  one for each entry of the batch, true once `added` is committed
    /// @param added    new entries, in ledger order
    /// @param evidence refused because another packet has their revision
    record Decided(List<Appended> answers, List<Committed> added, List<Verdict.Storable> evidence) {
        boolean nothingToWrite() {
            return added.isEmpty() && evidence.isEmpty();
        }

        /// Nothing of the batch was known, and nothing refused.
        boolean allNew() {
            return added.size() == answers.size();
        }
    }

    private Admission(Heads heads, Map<Digest, Stored> stored) {
        this.heads = heads;
        this.seq = heads.seq();
        this.stored = new HashMap<>(stored);
    }

    /// @param heads  what the ledger ends with
    /// @param stored those of the batch that are in it
    static Decided decide(List<Offered> batch, Heads heads, Map<Digest, Stored> stored) {
        Admission admission = new Admission(heads, stored);
        batch.forEach(entry -> admission.answers.add(admission.admit(entry)));
        admission.answers.replaceAll(admission::covered);
        return new Decided(admission.answers, admission.added, admission.evidence);
    }

    private Appended admit(Offered offered) {
        Verdict.Storable entry = offered.entry();
        Stored known = stored.get(entry.signed().id());
        if (known != null) {
            return known;
        }
        ResultPacket packet = entry.signed().packet();
        Pair pair = Pair.of(entry);
        Latest before = amended.get(pair);
        Latest current = before == null ? heads.latest(pair) : before;
        if (packet.revision() > current.revision() + 1) {
            return new Conflict(Kind.REVISION_GAP, current.revision(), current.packet());
        }
        if (packet.revision() <= current.revision()
                || !Objects.equals(packet.previous(), current.packet())) {
            evidence.add(entry);
            return new Conflict(Kind.REVISION_CONFLICT, current.revision(), current.packet());
        }
        return add(offered);
    }

    private Stored add(Offered offered) {
        Verdict.Storable entry = offered.entry();
        Digest id = entry.signed().id();
        ResultPacket packet = entry.signed().packet();
        long place = ++seq;
        long contestSeq = contestHeads.compute(
                packet.contest(),
                (contest, last) -> (last == null ? heads.contestSeq(contest) : last) + 1);
        amended.put(Pair.of(entry), new Latest(packet.revision(), id));
        added.add(new Committed(place, contestSeq, entry, offered.intendedNanos()));
        String findings = entry.findingsJson();
        stored.put(id, new Stored(false, id, entry.state(), place, contestSeq, findings, OPEN));
        return new Stored(true, id, entry.state(), place, contestSeq, findings, OPEN);
    }

    /// The log's size after the batch is known only when all of it is decided.
    private Appended covered(Appended answer) {
        return answer
                                instanceof
                                Stored(
                                        boolean first,
                                        Digest id,
                                        PacketState state,
                                        long place,
                                        long contestSeq,
                                        String findings,
                                        long logSize)
                        && logSize == OPEN
                ? new Stored(first, id, state, place, contestSeq, findings, seq)
                : answer;
    }
}
