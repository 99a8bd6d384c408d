package org.shomar.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.gauge.Gauge;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.gauge.Lag;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// What does metering add to one packet: each stage timed, the way to stored, counted and
/// shown, the packet counted and followed? On one thread; leaves out that in the server
/// several share the counters.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MeterBenchmark {
    private static final int CONTEST = 7;

    private final Gauges gauges = new Gauges();
    private final Gauges.Stopwatch ingress = gauges.stopwatch(Gauge.INGRESS);
    private final Gauges.Stopwatch verify = gauges.stopwatch(Gauge.VERIFY);
    private final Gauges.Stopwatch commit = gauges.stopwatch(Gauge.COMMIT);
    private final Gauges.Stopwatch stored = gauges.stopwatch(Gauge.INTENDED_STORED);
    private final Gauges.Counting count = gauges.counter(Gauge.STORED);
    private final Lag uncounted = lag(Gauge.MERGE, Gauge.INTENDED_COUNTED);
    private final Lag unshown = lag(Gauge.SHOW, Gauge.INTENDED_SHOWN);
    private final Map<Object, Long> received = new ConcurrentHashMap<>();
    private long seq;

    private Lag lag(Gauge sinceStored, Gauge sinceReceived) {
        return new Lag(
                List.of(CONTEST),
                gauges.stopwatch(sinceStored),
                gauges.stopwatch(sinceReceived),
                System::nanoTime);
    }

    @Benchmark
    public long meter() {
        long receivedNanos = System.nanoTime();
        ingress.record(System.nanoTime() - receivedNanos);
        verify.record(System.nanoTime() - receivedNanos);
        Object packet = new Object();
        received.put(packet, receivedNanos);
        seq++;
        long now = System.nanoTime();
        Long since = received.remove(packet);
        uncounted.add(CONTEST, seq, now, since == null ? now : since);
        unshown.add(CONTEST, seq, now, since == null ? now : since);
        commit.record(now - receivedNanos);
        stored.record(now - receivedNanos);
        count.add(1);
        uncounted.reached(CONTEST, seq);
        unshown.reached(CONTEST, seq);
        return seq;
    }
}
