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

/// Is a full ledger as fast as an empty one? Both were analyzed before the first append,
/// which is when a planner is wrongest about the empty one. Durable appends of verified
/// packets of 400 bytes, a commit at a time, on the embedded PostgreSQL. Leaves out
/// decoding, signatures and HTTP.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 6)
@Fork(1)
public class LedgerBenchmark {
    private static final int PACKETS = 20_000;

    @Param({"1", "5000000"})
    private long entriesBefore;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Appends appends;

    @Setup
    public void openLedger() throws IOException, SQLException {
        appends = new Appends(entriesBefore, 512, PACKETS);
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
