package org.shomar.loadtest.load;

import org.shomar.loadtest.report.Readers;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a share of the readers was shown, and how its connections ended before the run did.
///
/// @param frames      of every kind
/// @param dropped     connections of readers who read at once, by close code, or `lost`
/// @param slowDropped those of slow ones
record Heard(
        FrameLog log,
        long frames,
        SortedMap<String, Long> dropped,
        SortedMap<String, Long> slowDropped) {
    /// For the report.
    static Readers together(Crowd crowd, List<Heard> parts) {
        SortedMap<String, Long> dropped = new TreeMap<>();
        SortedMap<String, Long> slowDropped = new TreeMap<>();
        for (Heard part : parts) {
            part.dropped.forEach((code, count) -> dropped.merge(code, count, Long::sum));
            part.slowDropped.forEach((code, count) -> slowDropped.merge(code, count, Long::sum));
        }
        return new Readers(
                crowd.readers(),
                crowd.slow(),
                parts.stream().mapToLong(Heard::frames).sum(),
                dropped,
                slowDropped,
                parts.stream().mapToLong(part -> part.log.notKept()).sum());
    }
}
