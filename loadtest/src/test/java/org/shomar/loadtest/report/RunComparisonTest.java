package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Goal: a change is called one only beyond its noise bound, and never when the runs cannot
/// be compared.
///
/// Method: pairs of runs that differ in one figure each, with the verdict last.
class RunComparisonTest {
    /// Latency of the body and of the slowest hundredth and its tenth, in A 10 ms, 100 ms and
    /// 1 s.
    @ParameterizedTest(name = "{6}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            packets | body ms | p99 ms | p99.9 ms | served | refused | outcome
            100000  | 10      | 100    | 1000     | 1000   | 0       | SAME
            100000  | 10.9    | 119    | 1490     | 960    | 90      | SAME
            100000  | 11.2    | 100    | 1000     | 1000   | 0       | WORSE
            100000  | 9       | 100    | 1000     | 1000   | 0       | BETTER
            100000  | 10      | 122    | 1000     | 1000   | 0       | WORSE
            100000  | 10      | 82     | 1000     | 1000   | 0       | BETTER
            100000  | 10      | 100    | 1520     | 1000   | 0       | WORSE
            100000  | 10      | 100    | 1000     | 940    | 0       | WORSE
            100000  | 10      | 100    | 1000     | 1060   | 0       | BETTER
            100000  | 10      | 100    | 1000     | 1000   | 110     | WORSE
            100000  | 11.2    | 82     | 1000     | 1000   | 0       | MIXED
            900     | 10      | 300    | 3000     | 1000   | 0       | SAME
            """)
    void aChangeIsOneBeyondItsNoiseBound(
            int packets,
            double body,
            double tail,
            double end,
            long served,
            long refused,
            RunComparison.Outcome outcome) {
        RunReport a = run(packets, 10, 100, 1_000, 1_000, 0);
        RunReport b = run(packets, body, tail, end, served, refused);
        assertThat(compare(a, b).outcome()).isEqualTo(outcome);
    }

    @Test
    void aFewMicrosecondsAreNoChangeHoweverLargeTheRatio() {
        assertThat(compare(
                                run(100_000, 0.1, 0.1, 0.1, 1_000, 0),
                                run(100_000, 0.19, 0.19, 0.19, 1_000, 0))
                        .outcome())
                .isEqualTo(RunComparison.Outcome.SAME);
    }

    @Test
    void saysWhichFigureChangedByHowMuchAgainstWhichBound() {
        RunComparison comparison = compare(
                run(100_000, 10, 100, 1_000, 1_000, 0), run(100_000, 10, 200, 1_000, 1_000, 0));
        assertThat(comparison.changes())
                .extracting(Words::en)
                .contains("worse ack.p99: 100 ms → 200 ms (×2.00); noise bound ×1.20");
        assertThat(comparison.text())
                .startsWith("WORSE  B against A\n")
                .contains("PASSED, generator sound\n")
                .containsPattern("\nack\\.p99 +100 ms +200 ms +×2\\.00 +WORSE\n")
                .contains("\nworse ack.p99: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            what differs | outcome     | doubt
            nothing      | SAME        |
            commit       | SAME        |
            seed         | SAME        |
            fdatasync    | SAME        |
            slow disk    | NO_EVIDENCE | fdatasync took 157 µs before A and 900 µs before B
            cpu          | NO_EVIDENCE | the environments differ in cpu
            option       | NO_EVIDENCE | asked for different things: rate
            more options | NO_EVIDENCE | asked for different things: readers
            a threshold  | SAME        |
            another place | SAME       |
            another heap | NO_EVIDENCE | the environments differ in jvmFlags
            server's heap | NO_EVIDENCE | the environments differ in serverFlags
            server's CPU | WORSE       |
            server's frames | WORSE    |
            few frames   | SAME        |
            no frames before | SAME    |
            server not asked | SAME    |
            no AOT cache | NO_EVIDENCE | the environments differ in jvmFlags
            definition   | NO_EVIDENCE | asked for different things: definition
            1,000 more   | SAME        |
            1,001 more   | NO_EVIDENCE | asked for different things: ledger-before
            a ledger     | NO_EVIDENCE | asked for different things: ledger-before
            unfit        | NO_EVIDENCE | The generator of B was unfit: 9 s late
            audit        | NO_EVIDENCE | The audit of B found differences
            """)
    void runsThatCannotBeComparedAreNoEvidence(
            String what, RunComparison.Outcome outcome, String doubt) {
        RunReport plain = SampleRun.plain();
        RunReport run = SampleRun.with(
                SampleRun.with(
                        plain, plain.plan().with("definition", "a").with(Plan.LEDGER_BEFORE, "0")),
                flags(plain.environment(), "-XX:+UseG1GC", "-XX:AOTCache=/a/quick.aot"));
        RunComparison comparison = compare(run, changed(run, what));
        assertThat(comparison.outcome()).isEqualTo(outcome);
        if (doubt == null) {
            assertThat(comparison.doubts()).isEmpty();
        } else {
            assertThat(comparison.doubts()).singleElement().satisfies(words -> {
                assertThat(words.en()).contains(doubt);
                assertThat(words.fa()).isNotEmpty().isNotEqualTo(words.en());
            });
            assertThat(comparison.text()).contains("WARNING: ");
        }
    }

    private static ServerFigures otherHeap(ServerFigures server) {
        return new ServerFigures(
                server.version(),
                server.java(),
                "-Xmx2g",
                server.stored(),
                server.cpuMicros(),
                server.frames(),
                server.frameCpuMicros(),
                server.residentBytes(),
                server.gcPauseMillis(),
                server.stages());
    }

    /// Each took a fifth more of the processor.
    private static ServerFigures frames(ServerFigures server, long frames) {
        return new ServerFigures(
                server.version(),
                server.java(),
                server.jvmFlags(),
                server.stored(),
                server.cpuMicros(),
                frames,
                frames == 0 ? Second.NONE : server.frameCpuMicros() * 1.2,
                server.residentBytes(),
                server.gcPauseMillis(),
                server.stages());
    }

    private static RunReport changed(RunReport run, String what) {
        Environment here = run.environment();
        return switch (what) {
            case "nothing" -> run;
            case "server's CPU" -> SampleRun.with(run, SampleRun.server(34));
            case "server's frames" -> SampleRun.with(run, frames(SampleRun.server(30), 29_950_000));
            case "few frames" -> SampleRun.with(run, frames(SampleRun.server(30), 2_995_000));
            case "no frames before" -> SampleRun.with(run, frames(SampleRun.server(30), 0));
            case "server not asked" -> SampleRun.with(run, (ServerFigures) null);
            case "server's heap" -> SampleRun.with(run, otherHeap(SampleRun.server(30)));
            case "commit" -> SampleRun.with(run, environment(here, "other", here.cpu(), 157));
            case "cpu" -> SampleRun.with(run, environment(here, here.commit(), "Z80", 157));
            case "fdatasync" ->
                SampleRun.with(run, environment(here, here.commit(), here.cpu(), 200));
            case "slow disk" ->
                SampleRun.with(run, environment(here, here.commit(), here.cpu(), 900));
            case "seed" ->
                SampleRun.with(
                        run, new Plan(run.plan().commandLine(), 1, run.plan().asked()));
            case "option" -> SampleRun.with(run, asked(run.plan(), "rate", "600/s"));
            case "a threshold" ->
                SampleRun.with(run, run.plan().with("thresholds", "ack p99<25ms"));
            case "another place" ->
                SampleRun.with(run, flags(here, "-XX:+UseG1GC", "-XX:AOTCache=/b/quick.aot"));
            case "another heap" ->
                SampleRun.with(
                        run, flags(here, "-XX:+UseG1GC", "-Xmx1g", "-XX:AOTCache=/a/quick.aot"));
            case "no AOT cache" -> SampleRun.with(run, flags(here, "-XX:+UseG1GC"));
            case "definition" -> SampleRun.with(run, run.plan().with("definition", "b"));
            case "1,000 more" -> SampleRun.with(run, run.plan().with("ledger-before", "1000"));
            case "1,001 more" -> SampleRun.with(run, run.plan().with("ledger-before", "1001"));
            case "a ledger" -> {
                SequencedMap<String, String> asked =
                        new LinkedHashMap<>(run.plan().asked());
                asked.remove(Plan.LEDGER_BEFORE);
                yield SampleRun.with(run, new Plan("", run.plan().seed(), asked));
            }
            case "more options" -> SampleRun.with(run, asked(run.plan(), "readers", "10"));
            case "unfit" ->
                SampleRun.with(
                        run,
                        new Health(
                                9_000,
                                0,
                                1,
                                Health.Verdict.UNFIT,
                                new Words("9 s late", "۹ ثانیه دیر")));
            case "audit" ->
                SampleRun.with(
                        run,
                        new Audit(List.of(new Audit.Line(Words.same("total"), "1", "2", false))));
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static Environment environment(
            Environment like, String commit, String cpu, double fdatasyncMicros) {
        return new Environment(
                like.startedAt(),
                commit,
                like.kernel(),
                cpu,
                like.cores(),
                like.memoryBytes(),
                like.jvm(),
                like.jvmFlags(),
                fdatasyncMicros);
    }

    private static Environment flags(Environment like, String... flags) {
        return new Environment(
                like.startedAt(),
                like.commit(),
                like.kernel(),
                like.cpu(),
                like.cores(),
                like.memoryBytes(),
                like.jvm(),
                List.of(flags),
                like.fdatasyncMicros());
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            A       | B       | outcome
            0       | 900     | SAME
            50000   | 55000   | SAME
            50000   | 45000   | NO_EVIDENCE
            50000   | 55001   | NO_EVIDENCE
            5000000 | 0       | NO_EVIDENCE
            """)
    void anotherLedgerIsAnotherRun(String a, String b, RunComparison.Outcome outcome) {
        RunReport run = SampleRun.plain();
        assertThat(compare(
                                SampleRun.with(run, run.plan().with(Plan.LEDGER_BEFORE, a)),
                                SampleRun.with(run, run.plan().with(Plan.LEDGER_BEFORE, b)))
                        .outcome())
                .isEqualTo(outcome);
    }

    private static Plan asked(Plan like, String option, String value) {
        SequencedMap<String, String> asked = new LinkedHashMap<>(like.asked());
        asked.put(option, value);
        return new Plan(like.commandLine(), like.seed(), asked);
    }

    /// A run whose percentiles up to 98, from 99 to 99.5, and from 99.9 are the ones given.
    private static RunReport run(
            int packets, double body, double tail, double end, long served, long refused) {
        Histogram micros = new Histogram(3_600_000_000L, 4);
        int ends = packets / 500;
        int tails = packets / 50 - ends;
        micros.recordValueWithCount(Math.round(1_000 * body), packets - tails - ends);
        micros.recordValueWithCount(Math.round(1_000 * tail), tails);
        micros.recordValueWithCount(Math.round(1_000 * end), ends);
        Histogram none = new Histogram(3);
        TreeMap<String, Long> refusals = new TreeMap<>();
        refusals.put("503 overloaded", refused);
        RunReport sample = SampleRun.plain();
        return new RunReport(
                sample.environment(),
                sample.plan(),
                List.of(new Second(0, 1_000, 1_000, served, 0, 0, 1, 1, 1, 1, 0)),
                new Latencies(micros, none, none, none, none),
                new Counts(packets, packets, 0, refusals, 0, 0, 0),
                sample.readers(),
                sample.health(),
                null,
                sample.audit(),
                sample.thresholds());
    }

    private static RunComparison compare(RunReport a, RunReport b) {
        return RunComparison.of(new RunComparison.Run("a", a), new RunComparison.Run("b", b));
    }
}
