package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// What does an entry cost by how many share a commit? Durable appends of verified packets of
/// 400 bytes to an empty ledger, on the embedded PostgreSQL; as many are waiting as a commit
/// takes. Leaves out decoding, signatures and HTTP.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 6)
@Fork(1)
public class GroupCommitBenchmark {
    private static final int PACKETS = 8_192;

    @Param({"1", "16", "64", "256", "512", "2048"})
    private int entriesPerCommit;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Appends appends;

    @Setup
    public void openLedger() throws IOException, SQLException {
        appends = new Appends(1, entriesPerCommit, PACKETS);
    }

    @Setup(Level.Iteration)
    public void makePackets() {
        appends.make(PACKETS);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long append(Cpu cpu) {
        return appends.append();
    }

    @TearDown
    public void removeLedger() {
        appends.close();
    }
}
