package org.shomar.aggregator.gauge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Tells when an event loop is stuck or late: a timer on each, which says when it came.
///
/// Rooms share event loops, so a loop has no room's name: Vert.x's own warning in the log
/// has the stack of what blocks it.
public final class LoopWatch {
    private static final int TICK_MILLIS = 100;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final AtomicLongArray lastNanos;
    private final Gauges.Stopwatch late;

    private LoopWatch(int loops, Gauges.Stopwatch late) {
        this.lastNanos = new AtomicLongArray(loops);
        this.late = late;
        for (int loop = 0; loop < loops; loop++) {
            lastNanos.set(loop, System.nanoTime());
        }
    }

    /// Watches every event loop of each `Vertx`, until it is closed.
    ///
    /// @param loops how many each has; verticles are dealt to them in turn
    public static Future<LoopWatch> start(Map<Vertx, Integer> loops, Gauges gauges) {
        int all = loops.values().stream().mapToInt(Integer::intValue).sum();
        LoopWatch watch = new LoopWatch(all, gauges.stopwatch(Gauge.LOOP_LATE));
        gauges.reading(Gauge.LOOP_SILENT, watch::silentSeconds);
        AtomicInteger next = new AtomicInteger();
        List<Future<String>> deployed = loops.entrySet().stream()
                .map(one -> one.getKey()
                        .deployVerticle(
                                () -> watch.new Ticker(next.getAndIncrement()),
                                new DeploymentOptions().setInstances(one.getValue())))
                .toList();
        return Future.all(deployed).map(watch);
    }

    /// How long the loop that is stuck longest has missed its tick; 0 when none has.
    private double silentSeconds() {
        long now = System.nanoTime();
        long longest = 0;
        for (int loop = 0; loop < lastNanos.length(); loop++) {
            longest = Math.max(longest, now - lastNanos.get(loop) - TICK_NANOS);
        }
        return longest > TICK_NANOS ? longest / 1e9 : 0;
    }

    private final class Ticker extends VerticleBase {
        private final int loop;

        Ticker(int loop) {
            this.loop = loop;
        }

        @Override
        public Future<?> start() {
            lastNanos.set(loop, System.nanoTime());
            next();
            return Future.succeededFuture();
        }

        /// Not a periodic timer, which would come many times at once after a pause.
        private void next() {
            vertx.setTimer(TICK_MILLIS, timer -> {
                long now = System.nanoTime();
                late.record(Math.max(0, now - lastNanos.getAndSet(loop, now) - TICK_NANOS));
                next();
            });
        }
    }
}
