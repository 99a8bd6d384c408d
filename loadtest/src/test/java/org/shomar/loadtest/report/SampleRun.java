package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Runs to report on: a server that stands still for two seconds of the run, as a checkpoint
/// of a database does, and takes `slowness` times as long as the plain one.
final class SampleRun {
    static final int LENGTH_SECONDS = 60;
    private static final int RATE = 500;
    private static final int STALL_SECOND = 30;
    private static final int STALL_SECONDS = 2;
    private static final long MICROS_MAX = 3_600_000_000L;

    private final double slowness;
    private final Random random;
    private final Histogram ack = new Histogram(MICROS_MAX, 3);
    private final Histogram service = new Histogram(MICROS_MAX, 3);
    private final Histogram shown = new Histogram(MICROS_MAX, 3);
    private final Histogram intendedShown = new Histogram(MICROS_MAX, 3);
    private final Histogram spread = new Histogram(MICROS_MAX, 3);

    private SampleRun(double slowness, long seed) {
        this.slowness = slowness;
        this.random = new Random(seed);
    }

    static RunReport plain() {
        return of(1, 7);
    }

    static RunReport of(double slowness, long seed) {
        return new SampleRun(slowness, seed).report();
    }

    private RunReport report() {
        List<Second> seconds = new ArrayList<>();
        for (int second = 0; second < LENGTH_SECONDS; second++) {
            seconds.add(second(second));
        }
        return new RunReport(
                environment(),
                plan(),
                seconds,
                new Latencies(ack, service, shown, intendedShown, spread),
                new Counts(
                        30_020,
                        29_950,
                        50,
                        new TreeMap<>(Map.of("422 R-104", 8L, "503 overloaded", 12L)),
                        2,
                        1,
                        14),
                readers(new TreeMap<>(), 0),
                new Health(
                        3,
                        41,
                        0.37,
                        Health.Verdict.SOUND,
                        new Words("Every send was on time.", "همهٔ ارسال‌ها سر وقت بود.")),
                server(30),
                new Audit(List.of(
                        new Audit.Line(
                                new Words("every total", "همهٔ جمع‌ها"),
                                "12 contests",
                                "12 contests",
                                true),
                        new Audit.Line(
                                new Words("sequences without a gap", "شماره‌های پیاپی"),
                                "1..30000",
                                "1..30000",
                                true))),
                List.of(
                        new ThresholdResult("ack.p50<10ms", "1.71 ms", true),
                        new ThresholdResult("refused<=0.1%", "0.07 %", true)));
    }

    /// What is meant to be sent while the server stands still waits for its end, and the
    /// server alone takes no longer for it than for any other.
    private Second second(int second) {
        Histogram now = new Histogram(MICROS_MAX, 3);
        Histogram shownNow = new Histogram(MICROS_MAX, 3);
        boolean stalled = second >= STALL_SECOND && second < STALL_SECOND + STALL_SECONDS;
        for (int i = 0; i < RATE; i++) {
            long took = (long) (slowness * 1_500 * Math.exp(0.5 * random.nextGaussian()));
            long sinceStall = (long) (second - STALL_SECOND) * 1_000_000 + i * 1_000_000L / RATE;
            long waited = stalled ? STALL_SECONDS * 1_000_000L - sinceStall : 0;
            long toShown = 20_000L + random.nextInt(30_000);
            service.recordValue(took);
            ack.recordValue(took + waited);
            shown.recordValue(toShown);
            intendedShown.recordValue(took + waited + toShown);
            spread.recordValue(toShown - 20_000L);
            now.recordValue(took + waited);
            shownNow.recordValue(toShown);
        }
        boolean catchUp = second == STALL_SECOND + STALL_SECONDS;
        return new Second(
                second,
                RATE,
                RATE,
                stalled ? 0 : catchUp ? RATE * (STALL_SECONDS + 1L) : RATE,
                catchUp ? 12 : 0,
                second == STALL_SECOND ? 2 : 0,
                stalled ? Second.NONE : now.getValueAtPercentile(50),
                stalled ? Second.NONE : now.getValueAtPercentile(99),
                stalled ? Second.NONE : now.getMaxValue(),
                stalled ? Second.NONE : shownNow.getValueAtPercentile(99),
                random.nextInt(4));
    }

    /// @param cpuMicros a packet
    static ServerFigures server(double cpuMicros) {
        return new ServerFigures(
                "0.1.0",
                "25.0.1+8-LTS",
                "-Xms704m -Xmx960m",
                29_950,
                cpuMicros,
                29_950_000,
                cpuMicros / 1_000,
                900L << 20,
                120,
                List.of(
                        new ServerFigures.Stage(
                                "shomar_intended_counted_seconds", 29_950, 900, 9_100, 24_000),
                        new ServerFigures.Stage(
                                "shomar_database_write_seconds",
                                0,
                                Second.NONE,
                                Second.NONE,
                                Second.NONE)));
    }

    static Readers readers(SortedMap<String, Long> dropped, long notKept) {
        return new Readers(10, 2, 12_345, dropped, new TreeMap<>(Map.of("4000", 2L)), notKept);
    }

    static Environment environment() {
        return new Environment(
                Instant.parse("2026-11-21T05:20:53Z"),
                "0123456789ab",
                "Linux 6.12.9 amd64",
                "AMD EPYC 7B13",
                2,
                8L << 30,
                "OpenJDK 64-Bit Server VM 25+36",
                List.of("-XX:+UseG1GC", "-Xmx1g"),
                157.25);
    }

    static Plan plan() {
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        asked.put("rate", "500/s");
        asked.put("duration", "60s");
        asked.put("connections", "4");
        return new Plan(
                "./shomar loadtest run --rate 500 --duration 60s", 9_007_199_254_740_993L, asked);
    }

    static Plan plan(String commandLine) {
        return new Plan(commandLine, plan().seed(), plan().asked());
    }

    static RunReport with(RunReport run, Plan plan) {
        return with(run, run.environment(), plan, run.health(), run.audit(), run.thresholds());
    }

    static RunReport with(RunReport run, Environment environment) {
        return with(run, environment, run.plan(), run.health(), run.audit(), run.thresholds());
    }

    static RunReport with(RunReport run, Health health) {
        return with(run, run.environment(), run.plan(), health, run.audit(), run.thresholds());
    }

    static RunReport with(RunReport run, Audit audit) {
        return with(run, run.environment(), run.plan(), run.health(), audit, run.thresholds());
    }

    static RunReport with(RunReport run, List<ThresholdResult> thresholds) {
        return with(run, run.environment(), run.plan(), run.health(), run.audit(), thresholds);
    }

    static RunReport with(RunReport run, Readers readers) {
        return new RunReport(
                run.environment(),
                run.plan(),
                run.seconds(),
                run.latencies(),
                run.counts(),
                readers,
                run.health(),
                run.server(),
                run.audit(),
                run.thresholds());
    }

    static RunReport with(RunReport run, @Nullable ServerFigures server) {
        return new RunReport(
                run.environment(),
                run.plan(),
                run.seconds(),
                run.latencies(),
                run.counts(),
                run.readers(),
                run.health(),
                server,
                run.audit(),
                run.thresholds());
    }

    /// @param ack of which the service took all
    static RunReport with(RunReport run, Histogram ack) {
        return new RunReport(
                run.environment(),
                run.plan(),
                run.seconds(),
                new Latencies(
                        ack,
                        ack,
                        run.latencies().shown(),
                        run.latencies().intendedShown(),
                        run.latencies().spread()),
                run.counts(),
                run.readers(),
                run.health(),
                run.server(),
                run.audit(),
                run.thresholds());
    }

    private static RunReport with(
            RunReport run,
            Environment environment,
            Plan plan,
            Health health,
            Audit audit,
            List<ThresholdResult> thresholds) {
        return new RunReport(
                environment,
                plan,
                run.seconds(),
                run.latencies(),
                run.counts(),
                run.readers(),
                health,
                run.server(),
                audit,
                thresholds);
    }
}
