package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.feed.AnswerKind;
import org.shomar.aggregator.feed.Answered;
import org.shomar.aggregator.gauge.Gauges;

/// Goal: each answer to a reader is one count in one histogram, and a rate has a beginning.
///
/// Method: what is told goes in, and the text that Prometheus reads comes out.
class AnswerTimesTest {
    private static final String COUNT = "shomar_feed_answer_seconds_count";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            status | outcome
            0      | left
            200    | 2xx
            304    | 3xx
            404    | 4xx
            431    | 4xx
            500    | 5xx
            503    | 5xx
            """)
    void countsAnAnswerUnderItsOutcome(int status, String outcome) {
        try (Gauges gauges = new Gauges()) {
            new AnswerTimes(gauges).answered(AnswerKind.EARLIER, status, 30_000_000);
            String labels = "{kind=\"earlier\",outcome=\"" + outcome + "\"";
            assertThat(gauges.scrape())
                    .contains(COUNT + labels + "} 1")
                    .contains("shomar_feed_answer_seconds_bucket" + labels + ",le=\"0.025\"} 0")
                    .contains("shomar_feed_answer_seconds_bucket" + labels + ",le=\"0.1\"} 1");
        }
    }

    @Test
    void hasEveryKindAndOutcomeFromTheBeginning() {
        try (Gauges gauges = new Gauges()) {
            Answered _ = new AnswerTimes(gauges);
            assertThat(gauges.scrape().lines())
                    .filteredOn(line -> line.startsWith(COUNT))
                    .hasSize(AnswerKind.values().length * 5)
                    .allMatch(line -> line.endsWith("} 0"));
        }
    }
}
