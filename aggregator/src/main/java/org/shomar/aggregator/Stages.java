package org.shomar.aggregator;

import org.shomar.aggregator.gauge.Gauge;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.packet.PacketState;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Meters the stages of the flow. Called from many threads; never blocks.
final class Stages {
    private final Gauges.Stopwatch ingress;
    private final Gauges.Stopwatch verify;
    private final Gauges.Stopwatch commit;
    private final Gauges.Stopwatch merge;
    private final Gauges.Stopwatch show;
    private final Gauges.Counting batch;
    private final Gauges.Counting stored;
    private final Gauges.Counting repeated;
    private final Gauges.Counting held;
    private final Map<Problem, Gauges.Counting> refused = new EnumMap<>(Problem.class);

    /// For each contest the oldest entry that is not counted, and that is not shown;
    /// bounded by the number of contests.
    private final Map<Integer, Waiting> uncounted = new ConcurrentHashMap<>();
    private final Map<Integer, Waiting> unshown = new ConcurrentHashMap<>();

    private record Waiting(long seq, long contestSeq, long committedNanos) {}

    Stages(Gauges gauges) {
        ingress = gauges.stopwatch(Gauge.INGRESS);
        verify = gauges.stopwatch(Gauge.VERIFY);
        commit = gauges.stopwatch(Gauge.COMMIT);
        merge = gauges.stopwatch(Gauge.MERGE);
        show = gauges.stopwatch(Gauge.SHOW);
        batch = gauges.sizes(Gauge.LEDGER_BATCH);
        stored = gauges.counter(Gauge.STORED);
        repeated = gauges.counter(Gauge.REPEATED);
        held = gauges.counter(Gauge.HELD);
        for (Problem problem : Problem.values()) {
            refused.put(problem, gauges.counter(Gauge.REFUSED, problem.code()));
        }
    }

    void ingress(long nanos) {
        ingress.record(nanos);
    }

    void verify(long nanos) {
        verify.record(nanos);
    }

    void commit(long nanos) {
        commit.record(nanos);
    }

    void stored(Appended.Stored answer) {
        if (!answer.first()) {
            repeated.add(1);
            return;
        }
        stored.add(1);
        if (answer.state() == PacketState.HELD) {
            held.add(1);
        }
    }

    void refused(Problem problem) {
        Gauges.Counting counter = refused.get(problem);
        if (counter != null) {
            counter.add(1);
        }
    }

    /// One commit stored these.
    void committed(List<Committed> entries) {
        batch.add(entries.size());
        long now = System.nanoTime();
        for (Committed entry : entries) {
            Waiting waiting = new Waiting(entry.seq(), entry.contestSeq(), now);
            int contest = entry.entry().contest().contest();
            uncounted.putIfAbsent(contest, waiting);
            unshown.putIfAbsent(contest, waiting);
        }
    }

    /// The totals of a contest moved.
    ///
    /// @param contestSeq of the last entry in them
    void merged(int contest, long contestSeq) {
        Waiting oldest = uncounted.get(contest);
        if (oldest != null
                && oldest.contestSeq() <= contestSeq
                && uncounted.remove(contest, oldest)) {
            merge.record(System.nanoTime() - oldest.committedNanos());
        }
    }

    /// A contest was published up to a sequence.
    void shown(int contest, long seq) {
        Waiting oldest = unshown.get(contest);
        if (oldest != null && oldest.seq() <= seq && unshown.remove(contest, oldest)) {
            show.record(System.nanoTime() - oldest.committedNanos());
        }
    }
}
