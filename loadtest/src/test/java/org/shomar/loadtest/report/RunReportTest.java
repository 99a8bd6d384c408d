package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Goal: the verdict and the rates of a run follow from its facts.
///
/// Method: a table of facts with the verdict last; seconds written by hand.
class RunReportTest {
    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            threshold met | audit agrees | generator | verdict
            true          | true         | SOUND     | PASSED
            true          | true         | STRAINED  | PASSED
            false         | true         | SOUND     | FAILED
            true          | false        | SOUND     | FAILED
            true          | true         | UNFIT     | UNFIT
            false         | true         | UNFIT     | UNFIT
            true          | false        | UNFIT     | FAILED
            """)
    void theVerdictFollowsFromTheFacts(
            boolean met, boolean agrees, Health.Verdict health, RunReport.Verdict verdict) {
        RunReport run =
                SampleRun.with(SampleRun.plain(), List.of(new ThresholdResult("a", "b", met)));
        run = SampleRun.with(run, new Health(0, 0, 0, health, Words.same("")));
        run = SampleRun.with(
                run, new Audit(List.of(new Audit.Line(Words.same("a"), "1", "2", agrees))));
        assertThat(run.verdict()).isEqualTo(verdict);
    }

    @Test
    void aDroppedReaderFailsARunUnlessTheGeneratorWasUnfit() {
        SortedMap<String, Long> dropped = new TreeMap<>(Map.of("4000", 1L));
        RunReport run = SampleRun.with(SampleRun.plain(), SampleRun.readers(dropped, 0));
        assertThat(run.verdict()).isEqualTo(RunReport.Verdict.FAILED);
        Health unfit = new Health(0, 0, 0, Health.Verdict.UNFIT, Words.same(""));
        assertThat(SampleRun.with(run, unfit).verdict()).isEqualTo(RunReport.Verdict.UNFIT);
    }

    @Test
    void whatIsServedAfterTheLastWasAskedDoesNotRaiseTheRate() {
        RunReport run = withSeconds(second(0, 100, 50), second(1, 100, 50), second(2, 0, 100));
        assertThat(run.askedPerSecond()).isEqualTo(100);
        assertThat(run.servedPerSecond()).isEqualTo(50);
        assertThat(Reports.summary(run).lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).endsWith(", 0:02"));
    }

    @Test
    void aPauseWithinTheRunCountsAsTime() {
        RunReport run = withSeconds(second(0, 90, 90), second(1, 0, 0), second(2, 90, 90));
        assertThat(run.askedPerSecond()).isEqualTo(60);
        assertThat(run.servedPerSecond()).isEqualTo(60);
    }

    @Test
    void aRunWithoutSecondsHasNoRate() {
        assertThat(withSeconds().askedPerSecond()).isZero();
        assertThat(withSeconds().servedPerSecond()).isZero();
    }

    @Test
    void aLongRunIsDrawnWithFewPointsAndHidesNoPeak() {
        List<Second> seconds = new ArrayList<>();
        for (int i = 0; i < 4 * Series.POINTS_MAX; i++) {
            seconds.add(new Second(i, 10, 10, i % 2 == 0 ? 20 : 0, 0, 0, 1, 2, i, 4, 0));
        }
        var columns = Series.of(seconds);
        assertThat(columns.getInteger("step")).isEqualTo(4);
        assertThat(columns.getJsonArray("second")).hasSize(Series.POINTS_MAX);
        assertThat(columns.getJsonArray("second").getInteger(1)).isEqualTo(4);
        assertThat(columns.getJsonArray("acked").getDouble(1)).isEqualTo(10);
        assertThat(columns.getJsonArray("max").getLong(1)).isEqualTo(7);
    }

    private static RunReport withSeconds(Second... seconds) {
        RunReport run = SampleRun.plain();
        return new RunReport(
                run.environment(),
                run.plan(),
                List.of(seconds),
                run.latencies(),
                run.counts(),
                run.readers(),
                run.health(),
                null,
                run.audit(),
                run.thresholds());
    }

    private static Second second(int second, long asked, long acked) {
        return new Second(second, asked, asked, acked, 0, 0, 1, 1, 1, 1, 0);
    }
}
