package org.shomar.loadtest.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often each thing happened in a whole run.
///
/// @param sent     packets sent, those sent again among them
/// @param stored   answers 201
/// @param repeated answers 200: the packet was known
/// @param refused  every other answer, by `status code` such as `503 overloaded`
/// @param errors   requests without an answer
/// @param resends  packets sent again after a refusal or an error
public record Counts(
        long sent,
        long stored,
        long repeated,
        SortedMap<String, Long> refused,
        long errors,
        long resends) {
    public Counts {
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    public long refusedSum() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
