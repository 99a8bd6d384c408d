package org.shomar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.TreeAt;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What does the hash tree cost a log of a million entries: to build it, to prove one entry
/// under a checkpoint, to write the receipt, to sign a checkpoint? Leaves out the hashing of
/// the entries and the database. Prints the bytes of a receipt.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProofBenchmark {
    private static final int LEAVES = 1_000_000;
    private static final String ORIGIN = "shomar/kerman-1405";

    /// Odd, so that the places run through the whole tree.
    private static final int STEP = 381_677;

    private final byte[] hashes = new byte[LEAVES * Digest.BYTES];
    private int place;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private TreeAt tree;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private NoteSigner signer;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Note checkpoint;

    @Setup
    public void growTree() throws UnfitTextException {
        for (int i = 0; i < LEAVES; i++) {
            byte[] entry = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
            System.arraycopy(
                    Digest.leafHash(entry).bytes(), 0, hashes, i * Digest.BYTES, Digest.BYTES);
        }
        tree = appendMillion().at(LEAVES);
        signer = NoteSigner.of(ORIGIN, NoteKey.Type.LOG, Packets.SEED, Ed25519.fastest());
        checkpoint = sign();
        System.out.println("bytes of a receipt: " + receipt().getBytes(UTF_8).length);
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.SECONDS)
    public MerkleTree appendMillion() {
        MerkleTree all = new MerkleTree();
        for (int i = 0; i < LEAVES; i++) {
            all.append(hashes, i * Digest.BYTES);
        }
        return all;
    }

    @Benchmark
    public List<Digest> inclusion() {
        return tree.inclusion(next());
    }

    @Benchmark
    public String receipt() {
        int index = next();
        return new Receipt(index, tree.inclusion(index), checkpoint).toString();
    }

    @Benchmark
    public Note sign() {
        String text = new Checkpoint(ORIGIN, LEAVES, tree.root()).text();
        return new Note(text, List.of(signer.sign(text)));
    }

    private int next() {
        place = (place + STEP) % LEAVES;
        return place;
    }
}
