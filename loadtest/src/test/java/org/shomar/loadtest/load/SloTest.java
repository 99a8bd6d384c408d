package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.loadtest.report.Latencies;
import org.shomar.loadtest.report.ThresholdResult;

import java.util.List;

/// Goal: a demand says what it seems to say.
///
/// Method: a table of demands, and histograms with known percentiles.
class SloTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            demand                  | stage          | percentile | micros
            ack p99<25ms            | ack            | 99         | 25000
            ack.p50<50ms            | ack            | 50         | 50000
            ack p99.9 < 1.5s        | ack            | 99.9       | 1500000
            service p50<800us       | service        | 50         | 800
            shown max<2s            | shown          | 100        | 2000000
            Intended-Shown P95<1S   | intended-shown | 95         | 1000000
            """)
    void readsADemand(String text, String stage, double percentile, double micros) {
        assertThat(Slo.parse(text)).isEqualTo(new Slo.Latency(text, stage, percentile, micros));
    }

    @ParameterizedTest
    @CsvSource({"rate>20000, 20000", "rate > 0.5, 0.5", "Rate>1200/s, 1200"})
    void readsADemandOnTheRate(String text, double perSecond) {
        assertThat(Slo.parse(text)).isEqualTo(new Slo.Rate(text, perSecond));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ack",
                "ack p99",
                "ack p99>5ms",
                "ack p101<5ms",
                "ack p0<5ms",
                "ack p99<0ms",
                "ack p99<5",
                "ack p99<5min",
                "ack 99<5ms",
                "reply p99<5ms",
                "ack p99<=5ms",
                "rate",
                "rate>0",
                "rate<20000",
                "rate>=20000",
                "rate>20000ms",
                "rate>-1",
                "rate p99>20000"
            })
    void anythingElseIsExplained(String text) {
        assertThatThrownBy(() -> Slo.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void severalMayStandTogether() {
        assertThat(Slo.parseAll(List.of("ack p99<25ms, rate>5", "shown max<1s")))
                .extracting(Slo::text)
                .containsExactly("ack p99<25ms", "rate>5", "shown max<1s");
    }

    @Test
    void isMetBelowItsLimitOnly() {
        Histogram ack = Book.histogram();
        for (int micros = 1; micros <= 1_000; micros++) {
            ack.recordValue(micros);
        }
        Latencies latencies = new Latencies(
                ack, Book.histogram(), Book.histogram(), Book.histogram(), Book.histogram());
        assertThat(Slo.parse("ack p50<501us").judge(latencies, 0).met()).isTrue();
        assertThat(Slo.parse("ack p50<500us").judge(latencies, 0).met()).isFalse();
        assertThat(Slo.parse("ack max<1ms").judge(latencies, 0).met()).isFalse();
        assertThat(Slo.parse("shown p50<1s").judge(latencies, 0).met())
                .as("nothing measured is nothing met")
                .isFalse();
    }

    @Test
    void aRateIsMetAboveItOnly() {
        Histogram none = Book.histogram();
        Latencies latencies = new Latencies(none, none, none, none, none);
        Slo slo = Slo.parse("rate>20000");
        assertThat(slo.judge(latencies, 20_000.5))
                .isEqualTo(new ThresholdResult("rate>20000", "20,000.5/s", true));
        assertThat(slo.judge(latencies, 20_000))
                .isEqualTo(new ThresholdResult("rate>20000", "20,000.0/s", false));
        assertThat(slo.judge(latencies, 0).met()).isFalse();
    }
}
