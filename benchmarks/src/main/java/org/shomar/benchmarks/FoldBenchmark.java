package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// What does it cost to add up a whole contest: every branch's first report, or its second,
/// which takes the first away again? The contest with most branches of a province; prints
/// their number. Leaves out decoding, Hazelcast and the database.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FoldBenchmark {
    @Param({"1", "2"})
    private int revision;

    private List<Counted> first = List.of();
    private List<Counted> run = List.of();

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Rehearsed night;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Contest contest;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private ContestTally tally;

    @Setup
    public void takeEntries() {
        night = new Rehearsed();
        contest = night.busiest();
        first = night.entries(contest, 1);
        run = night.entries(contest, revision);
        System.out.println("entries: " + run.size() + ", areas: "
                + night.definition().electorate(contest).areaCount() + ", candidates: "
                + contest.candidates().size());
    }

    /// A run is some hundred microseconds, far more than what a set-up for each disturbs.
    @Setup(Level.Invocation)
    public void applyEarlierRevision() {
        tally = new ContestTally(night.definition(), contest);
        if (revision > 1) {
            tally.apply(first);
        }
    }

    @Benchmark
    public Merged fold() {
        return tally.apply(run);
    }
}
