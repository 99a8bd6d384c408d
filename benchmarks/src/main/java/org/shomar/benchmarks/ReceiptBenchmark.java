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
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.TreeAt;
import org.shomar.aggregator.proof.UnfitTextException;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// What does it cost to write the receipt of one entry among a million, its inclusion proof
/// included? Leaves out signing the checkpoint, which a whole batch shares. Prints the bytes
/// of a receipt.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReceiptBenchmark {
    private final MillionEntries entries = new MillionEntries();

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private TreeAt tree;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Note checkpoint;

    @Setup
    public void signCheckpoint() throws UnfitTextException {
        MerkleTree all = entries.tree();
        tree = all.at(MillionEntries.SIZE);
        checkpoint = new SignedCheckpoint().of(all, MillionEntries.SIZE);
        System.out.println(
                "bytes of a receipt: " + receipt().getBytes(StandardCharsets.UTF_8).length);
    }

    @Benchmark
    public String receipt() {
        int index = entries.next();
        return new Receipt(index, tree.inclusion(index), checkpoint).toString();
    }
}
