package org.shomar.loadtest.report;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;

/// Reads what [RunJson] wrote. A field that is missing or of another kind is an error that
/// names it.
final class RunJsonReader {
    private final JsonObject object;

    private RunJsonReader(JsonObject object) {
        this.object = object;
    }

    static RunReport read(String text) {
        try {
            RunJsonReader run = new RunJsonReader(new JsonObject(text));
            if (!RunJson.FORMAT.equals(run.text("format"))) {
                throw new IllegalArgumentException("it is no run of this load generator");
            }
            if (run.number("version") != RunJson.VERSION) {
                throw new IllegalArgumentException("it has version " + run.number("version")
                        + ", this program reads version " + RunJson.VERSION);
            }
            return run.report();
        } catch (DecodeException | ClassCastException | DateTimeException e) {
            throw new IllegalArgumentException("it is damaged: " + e.getMessage(), e);
        }
    }

    private RunReport report() {
        return new RunReport(
                child("environment").environment(),
                child("plan").plan(),
                children("seconds", RunJsonReader::second),
                child("latencies").latencies(),
                child("counts").counts(),
                // Files of before had none; their readers' results are not known.
                object.containsKey("readers") ? child("readers").readers() : Readers.NONE,
                child("health").health(),
                object.containsKey("server") ? child("server").server() : null,
                new Audit(children("audit", RunJsonReader::auditLine)),
                children("thresholds", RunJsonReader::threshold));
    }

    private Environment environment() {
        JsonArray flags = present("jvmFlags", object.getJsonArray("jvmFlags"));
        return new Environment(
                Instant.parse(text("startedAt")),
                text("commit"),
                text("kernel"),
                text("cpu"),
                Math.toIntExact(number("cores")),
                number("memoryBytes"),
                text("jvm"),
                IntStream.range(0, flags.size()).mapToObj(flags::getString).toList(),
                fraction("fdatasyncMicros"));
    }

    private Plan plan() {
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        RunJsonReader options = child("asked");
        options.object.fieldNames().forEach(name -> asked.put(name, options.text(name)));
        return new Plan(text("commandLine"), number("seed"), asked);
    }

    private Second second() {
        return new Second(
                Math.toIntExact(number("second")),
                number("asked"),
                number("sent"),
                number("acked"),
                number("refused"),
                number("errors"),
                number("ackP50Micros"),
                number("ackP99Micros"),
                number("ackMaxMicros"),
                number("shownP99Micros"),
                number("behindMillis"));
    }

    private Latencies latencies() {
        return new Latencies(
                child("ack").histogram(),
                child("service").histogram(),
                child("shown").histogram(),
                child("intended-shown").histogram(),
                // Files of before do not have it: nothing was measured.
                object.containsKey("spread") ? child("spread").histogram() : new Histogram(3));
    }

    private Histogram histogram() {
        byte[] bytes = Base64.getDecoder().decode(text("hdrHistogramV2"));
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("a histogram is damaged", e);
        }
    }

    private Counts counts() {
        return new Counts(
                number("sent"),
                number("stored"),
                number("repeated"),
                child("refused").byCode(),
                number("errors"),
                // In files of before they are among the errors, and not told apart.
                object.containsKey("stale") ? number("stale") : 0,
                number("resends"));
    }

    private Readers readers() {
        return new Readers(
                Math.toIntExact(number("readers")),
                Math.toIntExact(number("slow")),
                number("frames"),
                child("dropped").byCode(),
                child("slowDropped").byCode(),
                number("notKept"));
    }

    private SortedMap<String, Long> byCode() {
        SortedMap<String, Long> counts = new TreeMap<>();
        object.fieldNames().forEach(code -> counts.put(code, number(code)));
        return counts;
    }

    private Health health() {
        return new Health(
                number("behindMillisMax"),
                number("gcMillis"),
                fraction("cpuFraction"),
                Health.Verdict.valueOf(text("verdict")),
                child("reason").words());
    }

    private ServerFigures server() {
        return new ServerFigures(
                text("version"),
                text("java"),
                text("jvmFlags"),
                number("stored"),
                fraction("cpuMicros"),
                // Files of before have neither.
                object.containsKey("frames") ? number("frames") : 0,
                object.containsKey("frames") ? fraction("frameCpuMicros") : Second.NONE,
                number("residentBytes"),
                fraction("gcPauseMillis"),
                children("stages", RunJsonReader::stage));
    }

    private ServerFigures.Stage stage() {
        return new ServerFigures.Stage(
                text("metric"),
                number("count"),
                fraction("p50Micros"),
                fraction("p99Micros"),
                fraction("p99.9Micros"));
    }

    private Audit.Line auditLine() {
        return new Audit.Line(child("name").words(), text("expected"), text("seen"), flag("ok"));
    }

    private ThresholdResult threshold() {
        return new ThresholdResult(text("expression"), text("seen"), flag("met"));
    }

    private Words words() {
        return new Words(text("en"), text("fa"));
    }

    private RunJsonReader child(String name) {
        return new RunJsonReader(present(name, object.getJsonObject(name)));
    }

    private <T> List<T> children(String name, Function<RunJsonReader, T> read) {
        JsonArray array = present(name, object.getJsonArray(name));
        return IntStream.range(0, array.size())
                .mapToObj(i -> read.apply(new RunJsonReader(present(name, array.getJsonObject(i)))))
                .toList();
    }

    private String text(String name) {
        return present(name, object.getString(name));
    }

    private long number(String name) {
        return present(name, object.getLong(name));
    }

    private double fraction(String name) {
        return present(name, object.getDouble(name));
    }

    private boolean flag(String name) {
        return present(name, object.getBoolean(name));
    }

    @SuppressWarnings("NullAway") // null is what this looks for
    private static <T> T present(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException("the field `" + name + "` is missing");
        }
        return value;
    }
}
