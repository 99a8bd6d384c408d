package org.shomar.aggregator.gauge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/// Records what [Gauge] names, and what the JVM says of itself.
public final class Gauges implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// Held here, as Micrometer does not hold on to what a running total is read from.
    private final Queue<DoubleSupplier> totals = new ConcurrentLinkedQueue<>();

    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();

    public Gauges() {
        new JvmMemoryMetrics().bindTo(registry);
        new DirectMemory().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ResidentMemory().bindTo(registry);
        garbage.bindTo(registry);
        pressure.bindTo(registry);
    }

    /// A histogram of durations.
    ///
    /// @param labels name, value, name, value …; values come from a table, so they are few.
    ///               Make all of them at start, as for [#counter(Gauge, String)]
    public Stopwatch stopwatch(Gauge gauge, String... labels) {
        Timer timer = Timer.builder(stem(gauge, "_seconds"))
                .description(gauge.meaning())
                .tags(labels)
                .serviceLevelObjectives(Arrays.stream(gauge.buckets().bounds())
                        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * NANOS)))
                        .toArray(Duration[]::new))
                .register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// A histogram of numbers of entries.
    public Counting sizes(Gauge gauge) {
        DistributionSummary summary = DistributionSummary.builder(gauge.metric())
                .description(gauge.meaning())
                .serviceLevelObjectives(gauge.buckets().bounds())
                .register(registry);
        return summary::record;
    }

    public Counting counter(Gauge gauge) {
        Counter counter = Counter.builder(stem(gauge, "_total"))
                .description(gauge.meaning())
                .register(registry);
        return counter::increment;
    }

    /// One of several counters that differ in a code; codes come from a table, so they are
    /// few. Make all of them at start: a counter that is born with 1 has no rate.
    public Counting counter(Gauge gauge, String code) {
        Counter counter = Counter.builder(stem(gauge, "_total"))
                .description(gauge.meaning())
                .tag("code", code)
                .register(registry);
        return counter::increment;
    }

    /// A value that is read whenever `/metrics` is; it must be at hand.
    public void reading(Gauge gauge, DoubleSupplier value) {
        io.micrometer.core.instrument.Gauge.builder(gauge.metric(), value::getAsDouble)
                .description(gauge.meaning())
                .register(registry);
    }

    /// Facts about this process, as labels of the value 1.
    ///
    /// @param labels name, value, name, value …
    public void info(Gauge gauge, String... labels) {
        io.micrometer.core.instrument.Gauge.builder(gauge.metric(), () -> 1)
                .description(gauge.meaning())
                .tags(labels)
                .register(registry);
    }

    /// A running total that is kept elsewhere.
    public void total(Gauge gauge, DoubleSupplier value) {
        totals.add(value);
        FunctionCounter.builder(stem(gauge, "_total"), value, DoubleSupplier::getAsDouble)
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
        pressure.close();
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
