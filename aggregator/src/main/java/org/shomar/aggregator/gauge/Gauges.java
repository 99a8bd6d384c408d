package org.shomar.aggregator.gauge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/// Records what [Gauge] names.
public final class Gauges implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };
    private static final double[] ENTRY_BUCKETS = {1, 4, 16, 64, 128, 256, 512, 1_024, 4_096};

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    public Gauges() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// A histogram of durations.
    public Stopwatch stopwatch(Gauge gauge) {
        Timer timer = Timer.builder(stem(gauge, "_seconds"))
                .description(gauge.meaning())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// A histogram of numbers of entries.
    public Counting sizes(Gauge gauge) {
        DistributionSummary summary = DistributionSummary.builder(gauge.metric())
                .description(gauge.meaning())
                .serviceLevelObjectives(ENTRY_BUCKETS)
                .register(registry);
        return summary::record;
    }

    public Counting counter(Gauge gauge) {
        Counter counter = Counter.builder(stem(gauge, "_total"))
                .description(gauge.meaning())
                .register(registry);
        return counter::increment;
    }

    /// One of several counters that differ in the code of a problem; codes come from a
    /// table, so they are few.
    public Counting counter(Gauge gauge, String code) {
        Counter counter = Counter.builder(stem(gauge, "_total"))
                .description(gauge.meaning())
                .tag("code", code)
                .register(registry);
        return counter::increment;
    }

    /// A value that is read whenever `/metrics` is.
    public void reading(Gauge gauge, DoubleSupplier value) {
        io.micrometer.core.instrument.Gauge.builder(gauge.metric(), value::getAsDouble)
                .description(gauge.meaning())
                .register(registry);
    }

    /// A running total that is kept elsewhere.
    public void total(Gauge gauge, DoubleSupplier value) {
        io.micrometer.core.instrument.FunctionCounter.builder(
                        stem(gauge, "_total"), value, DoubleSupplier::getAsDouble)
                .description(gauge.meaning())
                .register(registry);
    }

    /// All metrics in the Prometheus text format.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }

    /// Micrometer adds the unit or `_total` itself.
    private static String stem(Gauge gauge, String suffix) {
        return gauge.metric().substring(0, gauge.metric().length() - suffix.length());
    }

    /// Records one duration.
    @FunctionalInterface
    public interface Stopwatch {
        void record(long nanos);
    }

    /// Records one number.
    @FunctionalInterface
    public interface Counting {
        void add(double amount);
    }
}
