package org.shomar.aggregator.feed;

import io.netty.buffer.ByteBuf;

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

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What does it cost to encode one result, once for all its readers: whole, or as the
/// difference of a tick? The largest contest of a province, from its totals on. Prints the
/// bytes. Leaves out the readers.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {
    private static final long VERSION = 1;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Results results;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Publication before;

    @Setup
    public void takeTotals() {
        results = new Results();
        before = results.first(results.before, VERSION);
        System.out.println("bytes whole: " + snapshot().readableBytes() + ", difference: "
                + delta().readableBytes());
    }

    @Benchmark
    public ByteBuf snapshot() {
        return results.first(results.after, VERSION).snapshot().view();
    }

    @Benchmark
    public ByteBuf delta() {
        Publication after = results.next(before, results.after, results.after.seq(), VERSION + 1);
        return Objects.requireNonNull(after.deltaAfter(VERSION), "no difference")
                .view();
    }
}
