package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.loadtest.load.Knee;
import org.shomar.loadtest.report.Audit;
import org.shomar.loadtest.report.Counts;
import org.shomar.loadtest.report.Environment;
import org.shomar.loadtest.report.Health;
import org.shomar.loadtest.report.Latencies;
import org.shomar.loadtest.report.Plan;
import org.shomar.loadtest.report.Readers;
import org.shomar.loadtest.report.RunReport;
import org.shomar.loadtest.report.Second;
import org.shomar.loadtest.report.ThresholdResult;
import org.shomar.loadtest.report.Words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Goal: a probe is judged by what it proves, and the end of a search tells a limit of the
/// generator from one of the server.
///
/// Method: a table of a run's facts with the verdict last; results of searches, told.
class LoadtestFindMaxCommandTest {
    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            threshold met | acked | audit agrees | generator | verdict
            true          | 100   | true         | SOUND     | MET
            true          | 100   | true         | STRAINED  | MET
            true          | 97    | true         | SOUND     | MISSED
            false         | 100   | true         | SOUND     | MISSED
            true          | 100   | true         | UNFIT     | UNFIT
            false         | 97    | true         | UNFIT     | UNFIT
            true          | 100   | false        | SOUND     | UNSOUND
            false         | 97    | false        | UNFIT     | UNSOUND
            """)
    void aProbeIsJudgedByWhatItProves(
            boolean met, long acked, boolean agrees, Health.Verdict health, Knee.Verdict verdict) {
        RunReport report = report(met, acked, agrees, health);
        Knee.Probe probe = LoadtestFindMaxCommand.judge(report, 100);
        assertThat(probe.verdict()).isEqualTo(verdict);
        assertThat(probe.why().contains("the generator was strained"))
                .isEqualTo(health == Health.Verdict.STRAINED);
    }

    /// What must be refused is not missed; what is refused for the moment is.
    @ParameterizedTest
    @CsvSource({
        "403 signature,  MET",
        "400 malformed,  MET",
        "429 many,       MISSED",
        "408 timeout,    MISSED",
        "503 overloaded, MISSED",
    })
    void whoRefusesForTheMomentDoesNotKeepUp(String refusal, Knee.Verdict verdict) {
        Counts half = new Counts(100, 50, 0, new TreeMap<>(Map.of(refusal, 50L)), 0, 0, 0);
        RunReport report = report(true, half, true, Health.Verdict.SOUND);
        assertThat(LoadtestFindMaxCommand.judge(report, 100).verdict()).isEqualTo(verdict);
    }

    @Test
    void aRateIsNoDemandOfASearchForIt() {
        assertThatThrownBy(() -> LoadtestFindMaxCommand.demands(List.of("ack p99<25ms,rate>20000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loadtest run --threshold")
                .hasMessageContaining("not rate>20000");
        assertThat(LoadtestFindMaxCommand.demands(List.of("ack p99<25ms"))).hasSize(1);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "1000, MISSED,  KNEE",
        "1000, UNFIT,   AT_LEAST",
        "2000, MET,     AT_LEAST",
        "0,    MISSED,  NONE",
        "0,    UNFIT,   UNKNOWN",
        "1000, UNSOUND, UNSOUND",
    })
    void aFileTellsScriptsWhatWasFound(
            double best, Knee.Verdict last, String outcome, @TempDir Path folder)
            throws IOException {
        Knee.Result result = new Knee.Result(
                best,
                last == Knee.Verdict.MET,
                List.of(
                        new Knee.Probe(1_000, Knee.Verdict.MET, 1_000, "ack p99<25ms: 8 ms"),
                        new Knee.Probe(2_000, last, 1_500, "why")));
        Path deep = folder.resolve("search");
        SearchFile.write(result, List.of("ack p99<25ms"), 5, deep);
        JsonObject file = new JsonObject(Files.readString(deep.resolve("find-max.json")));
        assertThat(file.getString("outcome")).isEqualTo(outcome);
        assertThat(file.getDouble("rate")).isEqualTo(best);
        assertThat(file.getJsonArray("slo")).containsExactly("ack p99<25ms");
        assertThat(file.getJsonArray("probes")).hasSize(2);
        JsonObject probe = file.getJsonArray("probes").getJsonObject(1);
        assertThat(probe.getDouble("rate")).isEqualTo(2_000);
        assertThat(probe.getString("verdict")).isEqualTo(last.name());
        assertThat(probe.getDouble("served")).isEqualTo(1_500);
    }

    @Test
    void aLimitOfTheGeneratorIsSaidInBothLanguagesWithTheRateThatWasMet() {
        Told told = tell(
                1_000,
                new Knee.Probe(2_000, Knee.Verdict.UNFIT, 1_500, ""),
                new Knee.Probe(2_000, Knee.Verdict.UNFIT, 1_600, ""));
        assertThat(told.text())
                .contains("at 2,000 packets/s the generator, not the server, was the limit")
                .contains("at least 1,000 packets/s")
                .contains("دست‌کم ۱٬۰۰۰ بسته در ثانیه");
        assertThat(told.exit()).isEqualTo(2);
    }

    @Test
    void nothingIsKnownOfTheServerWhenTheFirstRateWasTooMuchForTheGenerator() {
        Told told = tell(0, new Knee.Probe(500, Knee.Verdict.UNFIT, 400, ""));
        assertThat(told.text()).contains("nothing is known of the server").doesNotContain("least");
        assertThat(told.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"MISSED, 1000, 0", "MET, 1000, 0", "MISSED, 0, 1", "UNSOUND, 1000, 1"})
    void otherEndsKeepTheirExitCodes(Knee.Verdict last, double best, int exit) {
        assertThat(tell(best, new Knee.Probe(2_000, last, 0, "")).exit()).isEqualTo(exit);
    }

    @Test
    void theHighestRateAllowedIsNoKneeButALowerBound() {
        Knee.Probe last = new Knee.Probe(3_000, Knee.Verdict.MET, 3_000, "");
        Told told = tell(new Knee.Result(3_000, true, List.of(last)));
        assertThat(told.text())
                .contains("ack p99<25ms: at least 3,000 packets/s (--max)")
                .contains("دست‌کم ۳٬۰۰۰ بسته در ثانیه (--max)");
        assertThat(told.exit()).isZero();
    }

    private record Told(String text, int exit) {}

    private static Told tell(double best, Knee.Probe... probes) {
        return tell(new Knee.Result(best, false, List.of(probes)));
    }

    private static Told tell(Knee.Result result) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        int exit = LoadtestFindMaxCommand.tell(result, "ack p99<25ms", 5, out);
        return new Told(text.toString(StandardCharsets.UTF_8), exit);
    }

    private static RunReport report(
            boolean met, long acked, boolean agrees, Health.Verdict health) {
        Counts counts = new Counts(100, acked, 0, new TreeMap<>(), 0, 0, 0);
        return report(met, counts, agrees, health);
    }

    private static RunReport report(
            boolean met, Counts counts, boolean agrees, Health.Verdict health) {
        long acked = counts.stored();
        Histogram none = new Histogram(3);
        return new RunReport(
                new Environment(Instant.EPOCH, "", "", "", 1, 1, "", List.of(), 1),
                new Plan("", 1, new LinkedHashMap<>()),
                List.of(new Second(0, 100, 100, acked, 0, 0, 1, 1, 1, 1, 0)),
                new Latencies(none, none, none, none, none),
                counts,
                Readers.NONE,
                new Health(0, 0, 0, health, Words.same("")),
                null,
                new Audit(List.of(new Audit.Line(Words.same("a"), "1", "2", agrees))),
                List.of(new ThresholdResult("ack p99<25ms", "1 ms", met)));
    }
}
