package org.shomar.loadtest.report;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How often each thing happened in a whole run.
///
/// @param sent     packets sent, those sent again among them
/// @param stored   answers 201
/// @param repeated answers 200: the packet was known
/// @param refused  every other answer, by `status code` such as `503 overloaded`
/// @param errors   requests without an answer
/// @param stale    of them, those lost with a connection that had been open before and was
///                 closed without a byte of an answer; they were sent again at once, over a
///                 new one
/// @param resends  packets sent again after a refusal or an error
public record Counts(
        long sent,
        long stored,
        long repeated,
        SortedMap<String, Long> refused,
        long errors,
        long stale,
        long resends) {
    public Counts {
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    public static Counts sum(List<Counts> parts) {
        SortedMap<String, Long> refused = new TreeMap<>();
        parts.forEach(part -> part.refused.forEach((code, n) -> refused.merge(code, n, Long::sum)));
        return new Counts(
                sum(parts, Counts::sent),
                sum(parts, Counts::stored),
                sum(parts, Counts::repeated),
                refused,
                sum(parts, Counts::errors),
                sum(parts, Counts::stale),
                sum(parts, Counts::resends));
    }

    private static long sum(List<Counts> parts, ToLongFunction<Counts> count) {
        return parts.stream().mapToLong(count).sum();
    }

    public long refusedSum() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
