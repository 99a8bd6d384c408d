package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/// Goal: the search finds where demands stop being met.
///
/// Method: servers that are a number.
class KneeTest {
    private static Knee.Result search(double knee, double from, double max) throws IOException {
        return new Knee(from, max, 0.05)
                .search((rate, again) ->
                        probe(rate, rate <= knee ? Knee.Verdict.MET : Knee.Verdict.MISSED));
    }

    private static Knee.Probe probe(double rate, Knee.Verdict verdict) {
        return new Knee.Probe(rate, verdict, rate, "");
    }

    @ParameterizedTest
    @ValueSource(doubles = {40, 700, 999, 5_432, 48_000})
    void findsTheKneeFromAnywhere(double knee) throws IOException {
        Knee.Result result = search(knee, 500, 100_000);
        assertThat(result.best()).isBetween(knee * 0.94, knee);
        assertThat(result.maxMet()).isFalse();
        assertThat(result.probes()).hasSizeLessThan(16);
    }

    @Test
    void stopsAtTheHighestRateAllowed() throws IOException {
        Knee.Result result = search(1e9, 500, 3_000);
        assertThat(result.best()).isEqualTo(3_000);
        assertThat(result.maxMet()).isTrue();
        assertThat(result.probes())
                .extracting(Knee.Probe::rate)
                .containsExactly(500.0, 1_000.0, 2_000.0, 3_000.0);
    }

    @Test
    void saysNothingIsMetWhenNothingIs() throws IOException {
        assertThat(search(0, 500, 100_000).best()).isZero();
    }

    @Test
    void aFailedAuditEndsTheSearch() throws IOException {
        Knee.Result result = new Knee(500, 100_000, 0.05)
                .search((rate, again) ->
                        probe(rate, rate < 2_000 ? Knee.Verdict.MET : Knee.Verdict.UNSOUND));
        assertThat(result.last().verdict()).isEqualTo(Knee.Verdict.UNSOUND);
        assertThat(result.probes()).hasSize(3);
    }

    @Test
    void aGeneratorUnfitTwiceEndsTheSearchAtTheLastRateMet() throws IOException {
        Knee.Result result = new Knee(500, 100_000, 0.05)
                .search((rate, again) ->
                        probe(rate, rate < 2_000 ? Knee.Verdict.MET : Knee.Verdict.UNFIT));
        assertThat(result.last().verdict()).isEqualTo(Knee.Verdict.UNFIT);
        assertThat(result.best()).isEqualTo(1_000);
        assertThat(result.probes())
                .extracting(Knee.Probe::rate)
                .containsExactly(500.0, 1_000.0, 2_000.0, 2_000.0);
    }

    @Test
    void aGeneratorUnfitOnceChangesNothingButTheNumberOfProbes() throws IOException {
        double knee = 5_432;
        Knee.Result result = new Knee(500, 100_000, 0.05).search((rate, again) -> {
            Knee.Verdict fit = rate <= knee ? Knee.Verdict.MET : Knee.Verdict.MISSED;
            return probe(rate, again ? fit : Knee.Verdict.UNFIT);
        });
        Knee.Result undisturbed = search(knee, 500, 100_000);
        assertThat(result.best()).isEqualTo(undisturbed.best());
        assertThat(result.probes()).hasSize(2 * undisturbed.probes().size());
    }

    @Test
    void boundsThatCannotBeAreExplained() {
        assertThatThrownBy(() -> new Knee(0, 10, 0.05)).hasMessageContaining("--from");
        assertThatThrownBy(() -> new Knee(100, 10, 0.05))
                .hasMessageContaining("--from 100.0, --max 10.0, --precision 5.0");
    }
}
