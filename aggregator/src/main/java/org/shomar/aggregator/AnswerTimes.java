package org.shomar.aggregator;

import org.shomar.aggregator.feed.AnswerKind;
import org.shomar.aggregator.feed.Answered;
import org.shomar.aggregator.gauge.Gauge;
import org.shomar.aggregator.gauge.Gauges;

import java.util.Locale;

/// Meters what readers are answered over HTTP: one record a request, by kind and by the first
/// digit of the status. Called from many threads; never blocks.
final class AnswerTimes implements Answered {
    private static final String[] OUTCOMES = {"left", "2xx", "3xx", "4xx", "5xx"};
    private static final int STATUSES_PER_OUTCOME = 100;

    private final Gauges.Stopwatch[][] times;

    AnswerTimes(Gauges gauges) {
        AnswerKind[] kinds = AnswerKind.values();
        times = new Gauges.Stopwatch[kinds.length][OUTCOMES.length];
        for (AnswerKind kind : kinds) {
            for (int outcome = 0; outcome < OUTCOMES.length; outcome++) {
                times[kind.ordinal()][outcome] = gauges.stopwatch(
                        Gauge.ANSWER,
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT),
                        "outcome",
                        OUTCOMES[outcome]);
            }
        }
    }

    @Override
    public void answered(AnswerKind kind, int status, long nanos) {
        int outcome = status == LEFT ? 0 : status / STATUSES_PER_OUTCOME - 1;
        times[kind.ordinal()][outcome].record(nanos);
    }
}
