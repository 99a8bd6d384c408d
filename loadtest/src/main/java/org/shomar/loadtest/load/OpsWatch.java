package org.shomar.loadtest.load;

import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.report.Second;
import org.shomar.loadtest.report.ServerFigures;
import org.shomar.loadtest.report.ServerFigures.Stage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a server's own figures when the measured time begins, and when it has ended; what
/// grew between is the run's.
final class OpsWatch {
    private static final String STORED = "shomar_packets_stored_total";
    private static final String CPU_NANOS = "process_cpu_time_ns_total";
    private static final String RESIDENT = "process_resident_memory_bytes";
    private static final String PAUSES = "jvm_gc_pause_seconds_sum";
    private static final String BUILD = "shomar_build";

    /// From the intended send on; then what the database took for one commit, of which the
    /// disk is the floor.
    private static final List<String> STAGES = List.of(
            "shomar_intended_stored_seconds",
            "shomar_intended_counted_seconds",
            "shomar_intended_shown_seconds",
            "shomar_database_write_seconds");

    private static final double MICROS = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MILLIS = 1e3;

    private final @Nullable Plane ops;
    private @Nullable Scrape begin;

    /// @param ops the operations port, null for a server that nobody asks
    OpsWatch(Vertx vertx, @Nullable Endpoint ops) {
        this.ops = ops == null ? null : new Plane(vertx, ops);
    }

    /// Tells early that nobody answers there, or somebody else.
    void check() throws IOException {
        Plane asked = ops;
        if (asked != null && scrape(asked).label(BUILD, "version").isEmpty()) {
            throw new IOException("--ops must be the operations address that `serve` printed: what"
                    + " answers there has no " + BUILD);
        }
    }

    void begin() throws IOException {
        Plane asked = ops;
        if (asked != null) {
            begin = scrape(asked);
        }
    }

    /// Empty when nobody is asked.
    Optional<ServerFigures> end() throws IOException {
        Plane asked = ops;
        Scrape before = begin;
        return asked == null || before == null
                ? Optional.empty()
                : Optional.of(between(before, scrape(asked)));
    }

    private static Scrape scrape(Plane ops) throws IOException {
        return new Scrape(Waiting.on(ops.get("/metrics")).toString());
    }

    static ServerFigures between(Scrape before, Scrape after) {
        long stored = Math.round(after.sum(STORED) - before.sum(STORED));
        double cpuMicros = (after.sum(CPU_NANOS) - before.sum(CPU_NANOS)) / NANOS_PER_MICRO;
        return new ServerFigures(
                after.label(BUILD, "version").orElse(""),
                after.label(BUILD, "java").orElse(""),
                after.label(BUILD, "flags").orElse(""),
                stored,
                stored == 0 ? Second.NONE : cpuMicros / stored,
                Math.round(after.sum(RESIDENT)),
                (after.sum(PAUSES) - before.sum(PAUSES)) * MILLIS,
                STAGES.stream().map(metric -> stage(metric, before, after)).toList());
    }

    private static Stage stage(String metric, Scrape before, Scrape after) {
        SortedMap<Double, Double> atMost = new TreeMap<>(after.buckets(metric));
        before.buckets(metric).forEach((bound, count) -> atMost.merge(bound, -count, Double::sum));
        double count = atMost.isEmpty() ? 0 : atMost.lastEntry().getValue();
        return new Stage(
                metric,
                Math.round(count),
                quantile(0.5, atMost, count),
                quantile(0.99, atMost, count),
                quantile(0.999, atMost, count));
    }

    /// In microseconds: between two bounds evenly, beyond the last finite one that bound.
    private static double quantile(double share, SortedMap<Double, Double> atMost, double count) {
        if (count == 0) {
            return Second.NONE;
        }
        double lower = 0;
        double below = 0;
        for (var bucket : atMost.entrySet()) {
            double upper = bucket.getKey();
            if (bucket.getValue() >= share * count) {
                double part = (share * count - below) / (bucket.getValue() - below);
                double seconds = Double.isInfinite(upper) ? lower : lower + part * (upper - lower);
                return seconds * MICROS;
            }
            lower = upper;
            below = bucket.getValue();
        }
        return lower * MICROS;
    }
}
