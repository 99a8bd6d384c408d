package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.TreeAt;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// What does it cost to prove that one entry is among a million? Leaves out the checkpoint
/// and the text.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InclusionBenchmark {
    private final MillionEntries entries = new MillionEntries();

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private TreeAt tree;

    @Setup
    public void growTree() {
        tree = entries.tree().at(MillionEntries.SIZE);
    }

    @Benchmark
    public List<Digest> inclusion() {
        return tree.inclusion(entries.next());
    }
}
