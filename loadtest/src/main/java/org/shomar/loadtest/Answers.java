package org.shomar.loadtest;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What came back: latencies, how many of each status, and how far each contest must be shown.
final class Answers {
    private static final long LATENCY_MICROS_MAX = 3_600_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram micros =
            new ConcurrentHistogram(LATENCY_MICROS_MAX, SIGNIFICANT_DIGITS);
    private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> lastSeq = new ConcurrentHashMap<>();
    private final Map<Integer, String> lines = new ConcurrentHashMap<>();

    /// Takes the final answer of one packet.
    void take(Parcel parcel, Answer answer, long latencyNanos) {
        micros.recordValue(Math.clamp(latencyNanos / 1_000, 0, LATENCY_MICROS_MAX));
        lines.put(parcel.index(), answer.line());
        outcomes.computeIfAbsent(answer.outcome(), outcome -> new LongAdder()).increment();
        if (answer.stored()) {
            lastSeq.merge(parcel.contest(), answer.seq(), Math::max);
        }
    }

    /// Answers by `status state` or `status code`.
    Map<String, Long> outcomes() {
        Map<String, Long> sums = new TreeMap<>();
        outcomes.forEach((outcome, count) -> sums.put(outcome, count.sum()));
        return sums;
    }

    /// The highest sequence answered for each contest.
    Map<Integer, Long> lastSeq() {
        return Map.copyOf(lastSeq);
    }

    /// The answer of one packet, as it came.
    String line(int index) {
        return lines.getOrDefault(index, "");
    }

    double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    double millisMax() {
        return micros.getMaxValue() / 1_000.0;
    }
}
