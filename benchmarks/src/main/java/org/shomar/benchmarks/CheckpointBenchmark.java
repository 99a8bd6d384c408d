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
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.concurrent.TimeUnit;

/// What does it cost to sign the checkpoint of a million entries, once a batch? The root, the
/// text and the signature; leaves out writing it to the disk and the witnesses.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CheckpointBenchmark {
    @SuppressWarnings("NullAway.Init") // set up before the first run
    private MerkleTree tree;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private SignedCheckpoint checkpoints;

    @Setup
    public void growTree() throws UnfitTextException {
        tree = new MillionEntries().tree();
        checkpoints = new SignedCheckpoint();
    }

    @Benchmark
    public Note sign() {
        return checkpoints.of(tree, MillionEntries.SIZE);
    }
}
