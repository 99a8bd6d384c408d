package org.shomar.aggregator.ledger;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Conflict.Kind;
import org.shomar.aggregator.ledger.Appended.Stored;
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
/// An entry may amend another before it. Pure; the head's row lock keeps what it was told
/// true until COMMIT.
final class Admission {
    /// The log's size under which a new entry is covered, while its batch is being decided.
    private static final long OPEN = 0;

    private final Map<Digest, Stored> stored;
    private final Map<Pair, Latest> latest;
    private final Map<Integer, Long> contestHeads;
    private long seq;

    private final List<Appended> answers = new ArrayList<>();
    private final List<Committed> added = new ArrayList<>();
    private final List<Verdict.Storable> evidence = new ArrayList<>();

    /// A branch in a contest.
    record Pair(int contest, int branch) {
        static Pair of(Verdict.Storable entry) {
            ResultPacket packet = entry.signed().packet();
            return new Pair(packet.contest(), packet.branch());
        }
    }

    /// The latest stored revision of a pair.
    record Latest(int revision, @Nullable Digest packet) {
        static final Latest NONE = new Latest(0, null);
    }

    /// What the ledger holds of what a batch speaks about.
    ///
    /// @param seq          the last one given
    /// @param stored       those of the batch that are there already
    /// @param latest       no entry: none stored
    /// @param contestHeads no entry: none stored
    record Known(
            long seq,
            Map<Digest, Stored> stored,
            Map<Pair, Latest> latest,
            Map<Integer, Long> contestHeads) {}

    /// @param answers  one for each entry of the batch, true once `added` is committed
    /// @param added    new entries, in ledger order
    /// @param evidence refused because another packet has their revision
    record Decided(List<Appended> answers, List<Committed> added, List<Verdict.Storable> evidence) {
        boolean nothingToWrite() {
            return added.isEmpty() && evidence.isEmpty();
        }
    }

    private Admission(Known known) {
        this.seq = known.seq();
        this.stored = new HashMap<>(known.stored());
        this.latest = new HashMap<>(known.latest());
        this.contestHeads = new HashMap<>(known.contestHeads());
    }

    static Decided decide(List<Verdict.Storable> batch, Known known) {
        Admission admission = new Admission(known);
        batch.forEach(entry -> admission.answers.add(admission.admit(entry)));
        admission.answers.replaceAll(admission::covered);
        return new Decided(admission.answers, admission.added, admission.evidence);
    }

    private Appended admit(Verdict.Storable entry) {
        Stored before = stored.get(entry.signed().id());
        if (before != null) {
            return before;
        }
        ResultPacket packet = entry.signed().packet();
        Latest current = latest.getOrDefault(Pair.of(entry), Latest.NONE);
        if (packet.revision() > current.revision() + 1) {
            return new Conflict(Kind.REVISION_GAP, current.revision(), current.packet());
        }
        if (packet.revision() <= current.revision()
                || !Objects.equals(packet.previous(), current.packet())) {
            evidence.add(entry);
            return new Conflict(Kind.REVISION_CONFLICT, current.revision(), current.packet());
        }
        return add(entry);
    }

    private Stored add(Verdict.Storable entry) {
        Digest id = entry.signed().id();
        ResultPacket packet = entry.signed().packet();
        long place = ++seq;
        long contestSeq = contestHeads.merge(packet.contest(), 1L, Long::sum);
        latest.put(Pair.of(entry), new Latest(packet.revision(), id));
        added.add(new Committed(place, contestSeq, entry));
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
