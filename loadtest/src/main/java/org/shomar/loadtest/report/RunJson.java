package org.shomar.loadtest.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;

/// A run as JSON, to be read again without loss; [RunJsonReader] is the other direction.
final class RunJson {
    /// Raised when a reader of the former version would misunderstand.
    static final int VERSION = 1;

    static final String FORMAT = "shomar-load-run";

    private RunJson() {}

    static String write(RunReport report) {
        return object(report).encodePrettily() + "\n";
    }

    /// @throws IllegalArgumentException when the text is no run of this version
    static RunReport read(String text) {
        return RunJsonReader.read(text);
    }

    private static JsonObject object(RunReport report) {
        JsonArray seconds = new JsonArray();
        report.seconds().forEach(second -> seconds.add(second(second)));
        JsonArray thresholds = new JsonArray();
        report.thresholds()
                .forEach(threshold -> thresholds.add(new JsonObject()
                        .put("expression", threshold.expression())
                        .put("seen", threshold.seen())
                        .put("met", threshold.met())));
        JsonObject run = new JsonObject()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("verdict", report.verdict().name())
                .put("environment", environment(report.environment()))
                .put("plan", plan(report.plan()))
                .put("latencies", latencies(report.latencies()))
                .put("counts", counts(report.counts()))
                .put("readers", readers(report.readers()))
                .put("health", health(report.health()))
                .put("audit", audit(report.audit()))
                .put("thresholds", thresholds)
                .put("seconds", seconds);
        ServerFigures server = report.server();
        return server == null ? run : run.put("server", server(server));
    }

    static JsonObject server(ServerFigures server) {
        JsonArray stages = new JsonArray();
        server.stages()
                .forEach(stage -> stages.add(new JsonObject()
                        .put("metric", stage.metric())
                        .put("count", stage.count())
                        .put("p50Micros", stage.p50Micros())
                        .put("p99Micros", stage.p99Micros())
                        .put("p99.9Micros", stage.p999Micros())));
        return new JsonObject()
                .put("version", server.version())
                .put("java", server.java())
                .put("jvmFlags", server.jvmFlags())
                .put("stored", server.stored())
                .put("cpuMicros", server.cpuMicros())
                .put("frames", server.frames())
                .put("frameCpuMicros", server.frameCpuMicros())
                .put("residentBytes", server.residentBytes())
                .put("gcPauseMillis", server.gcPauseMillis())
                .put("stages", stages);
    }

    static JsonObject environment(Environment environment) {
        return new JsonObject()
                .put("startedAt", environment.startedAt().toString())
                .put("commit", environment.commit())
                .put("kernel", environment.kernel())
                .put("cpu", environment.cpu())
                .put("cores", environment.cores())
                .put("memoryBytes", environment.memoryBytes())
                .put("jvm", environment.jvm())
                .put("jvmFlags", new JsonArray(environment.jvmFlags()))
                .put("fdatasyncMicros", environment.fdatasyncMicros());
    }

    static JsonObject plan(Plan plan) {
        JsonObject asked = new JsonObject();
        plan.asked().forEach(asked::put);
        return new JsonObject()
                .put("commandLine", plan.commandLine())
                .put("seed", plan.seed())
                .put("asked", asked);
    }

    static JsonObject counts(Counts counts) {
        return new JsonObject()
                .put("sent", counts.sent())
                .put("stored", counts.stored())
                .put("repeated", counts.repeated())
                .put("refused", byCode(counts.refused()))
                .put("errors", counts.errors())
                .put("stale", counts.stale())
                .put("resends", counts.resends());
    }

    static JsonObject readers(Readers readers) {
        return new JsonObject()
                .put("readers", readers.readers())
                .put("slow", readers.slow())
                .put("frames", readers.frames())
                .put("dropped", byCode(readers.dropped()))
                .put("slowDropped", byCode(readers.slowDropped()))
                .put("notKept", readers.notKept());
    }

    private static JsonObject byCode(SortedMap<String, Long> counts) {
        JsonObject object = new JsonObject();
        counts.forEach(object::put);
        return object;
    }

    static JsonObject health(Health health) {
        return new JsonObject()
                .put("behindMillisMax", health.behindMillisMax())
                .put("gcMillis", health.gcMillis())
                .put("cpuFraction", health.cpuFraction())
                .put("verdict", health.verdict().name())
                .put("reason", words(health.reason()));
    }

    static JsonArray audit(Audit audit) {
        JsonArray lines = new JsonArray();
        audit.lines()
                .forEach(line -> lines.add(new JsonObject()
                        .put("name", words(line.name()))
                        .put("expected", line.expected())
                        .put("seen", line.seen())
                        .put("ok", line.ok())));
        return lines;
    }

    static JsonObject words(Words words) {
        return new JsonObject().put("en", words.en()).put("fa", words.fa());
    }

    /// The figures a person looks for stand beside the histogram that holds them all.
    private static JsonObject latencies(Latencies latencies) {
        JsonObject named = new JsonObject().put("unit", "microseconds");
        latencies
                .byName()
                .forEach((name, micros) -> named.put(
                        name,
                        new JsonObject()
                                .put("count", micros.getTotalCount())
                                .put("p50", micros.getValueAtPercentile(50))
                                .put("p90", micros.getValueAtPercentile(90))
                                .put("p99", micros.getValueAtPercentile(99))
                                .put("p99.9", micros.getValueAtPercentile(99.9))
                                .put("max", micros.getMaxValue())
                                .put("hdrHistogramV2", encode(micros))));
        return named;
    }

    private static String encode(Histogram micros) {
        ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static JsonObject second(Second second) {
        return new JsonObject()
                .put("second", second.second())
                .put("asked", second.asked())
                .put("sent", second.sent())
                .put("acked", second.acked())
                .put("refused", second.refused())
                .put("errors", second.errors())
                .put("ackP50Micros", second.ackP50Micros())
                .put("ackP99Micros", second.ackP99Micros())
                .put("ackMaxMicros", second.ackMaxMicros())
                .put("shownP99Micros", second.shownP99Micros())
                .put("behindMillis", second.behindMillis());
    }
}
