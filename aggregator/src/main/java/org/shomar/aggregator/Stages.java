package org.shomar.aggregator;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.gauge.Gauge;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.gauge.Lag;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.verify.Finding;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Meters the stages of the flow. Called from many threads; never blocks.
final class Stages {
    private final Gauges.Stopwatch ingress;
    private final Gauges.Stopwatch verify;
    private final Gauges.Stopwatch commit;
    private final Gauges.Stopwatch proof;
    private final Gauges.Stopwatch lookup;
    private final Gauges.Stopwatch write;
    private final Gauges.Stopwatch intendedStored;
    private final Gauges.Counting batch;
    private final Gauges.Counting stored;
    private final Gauges.Counting repeated;
    private final Gauges.Counting held;
    private final Map<Problem, Gauges.Counting> refused = new EnumMap<>(Problem.class);
    private final Map<String, Gauges.Counting> findings = new HashMap<>();

    private final Lag uncounted;
    private final Lag unshown;

    private volatile long head;
    private volatile long shownHead;
    private volatile long shownNanos = System.nanoTime();

    Stages(Gauges gauges, Definition definition) {
        ingress = gauges.stopwatch(Gauge.INGRESS);
        verify = gauges.stopwatch(Gauge.VERIFY);
        commit = gauges.stopwatch(Gauge.COMMIT);
        proof = gauges.stopwatch(Gauge.PROOF);
        lookup = gauges.stopwatch(Gauge.LOOKUP);
        write = gauges.stopwatch(Gauge.WRITE);
        intendedStored = gauges.stopwatch(Gauge.INTENDED_STORED);
        batch = gauges.sizes(Gauge.LEDGER_BATCH);
        stored = gauges.counter(Gauge.STORED);
        repeated = gauges.counter(Gauge.REPEATED);
        held = gauges.counter(Gauge.HELD);
        for (Problem problem : Problem.values()) {
            refused.put(problem, gauges.counter(Gauge.REFUSED, problem.code()));
        }
        for (String code : Verifier.findingCodes()) {
            findings.put(code, gauges.counter(Gauge.FINDINGS, code));
        }
        List<Integer> contests =
                definition.contests().stream().map(Contest::contest).toList();
        uncounted = new Lag(
                contests,
                gauges.stopwatch(Gauge.MERGE),
                gauges.stopwatch(Gauge.INTENDED_COUNTED),
                System::nanoTime);
        unshown = new Lag(
                contests,
                gauges.stopwatch(Gauge.SHOW),
                gauges.stopwatch(Gauge.INTENDED_SHOWN),
                System::nanoTime);
    }

    void ingress(long nanos) {
        ingress.record(nanos);
    }

    void verify(long nanos) {
        verify.record(nanos);
    }

    void refused(Problem problem, int messages) {
        Gauges.Counting counter = refused.get(problem);
        if (counter != null) {
            counter.add(messages);
        }
    }

    /// The ledger has answered.
    void decided(Appended answer, long judgedNanos, long intendedNanos, long now) {
        if (answer instanceof Appended.Stored || answer instanceof Appended.Conflict) {
            commit.record(now - judgedNanos);
        }
        if (answer instanceof Appended.Stored at) {
            intendedStored.record(now - intendedNanos);
            (at.first() ? stored : repeated).add(1);
            if (at.first() && at.state() == PacketState.HELD) {
                held.add(1);
            }
        }
    }

    /// From the ledger's answer to a signed receipt.
    void proved(long nanos) {
        proof.record(nanos);
    }

    /// PostgreSQL took so long for a transaction.
    void roundTrips(long lookupNanos, long writeNanos) {
        lookup.record(lookupNanos);
        write.record(writeNanos);
    }

    /// One commit stored these.
    void committed(List<Committed> entries) {
        batch.add(entries.size());
        long now = System.nanoTime();
        for (Committed entry : entries) {
            Verdict.Storable packet = entry.entry();
            long intendedNanos = entry.intendedNanos();
            int contest = packet.contest().contest();
            uncounted.add(contest, entry.contestSeq(), now, intendedNanos);
            unshown.add(contest, entry.seq(), now, intendedNanos);
            packet.findings().forEach(this::found);
            head = entry.seq();
        }
    }

    private void found(Finding finding) {
        Gauges.Counting counter = findings.get(finding.code());
        if (counter != null) {
            counter.add(1);
        }
    }

    /// The totals of a contest moved; told by the tally's event loop alone.
    ///
    /// @param contestSeq of the last entry in them
    void merged(int contest, long contestSeq) {
        uncounted.reached(contest, contestSeq);
    }

    /// A contest was handed to its readers up to a sequence; told by the publisher's event
    /// loop alone.
    void shown(int contest, long seq) {
        unshown.reached(contest, seq);
        shownHead = Math.max(shownHead, seq);
        shownNanos = System.nanoTime();
    }

    Lag uncounted() {
        return uncounted;
    }

    Lag unshown() {
        return unshown;
    }

    /// The last entry that this node stored, 0 before any.
    long head() {
        return head;
    }

    /// The highest sequence shown since the start, 0 before any.
    long shownHead() {
        return shownHead;
    }

    /// `System.nanoTime()` when something was last shown, or of the start.
    long shownNanos() {
        return shownNanos;
    }
}
