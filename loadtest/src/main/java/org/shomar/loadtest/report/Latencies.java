package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Where the time went, in microseconds. The histograms are held, not copied: record nothing
/// into them any more.
///
/// @param ack           from the intended send to the answer; what a branch feels
/// @param service       from the actual send to the answer; what the server alone did. The
///                      gap between these two is what a closed-loop generator leaves out
/// @param shown         from stored (the time in the receipt) to shown to a reader
/// @param intendedShown from the intended send to shown; the whole way
/// @param spread        from the first reader to each who was shown the same state; what the
///                      fan-out alone takes
public record Latencies(
        Histogram ack,
        Histogram service,
        Histogram shown,
        Histogram intendedShown,
        Histogram spread) {
    /// By the names that files, tables and thresholds use.
    public SequencedMap<String, Histogram> byName() {
        SequencedMap<String, Histogram> named = new LinkedHashMap<>();
        named.put("ack", ack);
        named.put("service", service);
        named.put("shown", shown);
        named.put("intended-shown", intendedShown);
        named.put("spread", spread);
        return named;
    }
}
