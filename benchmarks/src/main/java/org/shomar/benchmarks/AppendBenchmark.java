package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.MerkleTree;

import java.util.concurrent.TimeUnit;

/// What does a commit cost the hash tree of a log that has a million entries: 512 leaves and
/// the new root, by the leaf? Leaves out hashing the entries and signing the checkpoint.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AppendBenchmark {
    private static final int COMMIT = 512;

    private final MillionEntries entries = new MillionEntries();
    private MerkleTree tree = new MerkleTree();

    /// Back to a million: an iteration adds some millions.
    @Setup(Level.Iteration)
    public void takeTheLogOfAMillion() {
        tree = entries.tree();
    }

    @Benchmark
    @OperationsPerInvocation(COMMIT)
    public Digest commit() {
        for (int i = 0; i < COMMIT; i++) {
            tree.append(entries.hash(entries.next()));
        }
        return tree.at(tree.size()).root();
    }
}
