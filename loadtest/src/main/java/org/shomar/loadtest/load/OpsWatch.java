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
import java.util.function.Consumer;

/// Reads a server's own figures when the measured time begins, when the last answer has come,
/// and when all is shown; what grew between is the run's. A server that does not tell them
/// then takes nothing else from the run.
final class OpsWatch {
    private static final String STORED = "shomar_packets_stored_total";
    private static final String FRAMES = "shomar_feed_frames_total";
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
    private final Consumer<String> missing;
    private Optional<Scrape> begin = Optional.empty();
    private Optional<Scrape> answered = Optional.empty();

    /// @param ops     the operations port, null for a server that nobody asks
    /// @param missing told why there will be no figures
    OpsWatch(Vertx vertx, @Nullable Endpoint ops, Consumer<String> missing) {
        this.ops = ops == null ? null : new Plane(vertx, ops);
        this.missing = missing;
    }

    /// Tells early that nobody answers there, or somebody else.
    void check() throws IOException {
        Plane asked = ops;
        if (asked != null && scrape(asked).label(BUILD, "version").isEmpty()) {
            throw new IOException("--ops must be the operations address that `serve` printed: what"
                    + " answers there has no " + BUILD);
        }
    }

    /// The measured time begins.
    void begin() {
        begin = asked();
    }

    /// The last answer has come.
    void answered() {
        answered = asked();
    }

    /// To be asked when all is shown; empty when the server was not asked, or did not answer.
    Optional<ServerFigures> figures() {
        return begin.flatMap(before ->
                answered.flatMap(then -> asked().map(shown -> between(before, then, shown))));
    }

    private Optional<Scrape> asked() {
        Plane asked = ops;
        if (asked == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(scrape(asked));
        } catch (IOException e) {
            missing.accept("no figures of the server: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Scrape scrape(Plane ops) throws IOException {
        return new Scrape(Waiting.on(ops.get("/metrics")).toString());
    }

    /// @param after when the last answer had come
    /// @param shown when all was shown
    private static ServerFigures between(Scrape before, Scrape after, Scrape shown) {
        long stored = Math.round(after.sum(STORED) - before.sum(STORED));
        long frames = Math.round(after.sum(FRAMES) - before.sum(FRAMES));
        double cpuMicros = (after.sum(CPU_NANOS) - before.sum(CPU_NANOS)) / NANOS_PER_MICRO;
        return new ServerFigures(
                after.label(BUILD, "version").orElse(""),
                after.label(BUILD, "java").orElse(""),
                after.label(BUILD, "flags").orElse(""),
                stored,
                stored == 0 ? Second.NONE : cpuMicros / stored,
                frames,
                frames == 0 ? Second.NONE : cpuMicros / frames,
                Math.round(after.sum(RESIDENT)),
                (after.sum(PAUSES) - before.sum(PAUSES)) * MILLIS,
                STAGES.stream().map(metric -> stage(metric, before, shown)).toList());
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
