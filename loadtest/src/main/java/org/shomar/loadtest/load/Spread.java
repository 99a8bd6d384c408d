package org.shomar.loadtest.load;

import org.HdrHistogram.Histogram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much later than the first reader each reader was shown the same state of a contest:
/// what the fan-out alone takes, without the wait for the server's tick before it.
final class Spread {
    private Spread() {}

    /// A state of a contest: its totals up to a sequence.
    private record State(int contest, int seq) {}

    /// In microseconds, over all pairs of a state and a reader; the first reader's own is 0.
    ///
    /// @param logs        one for each event loop with readers
    /// @param warmUpNanos states that the first reader was shown before are not measured
    static Histogram of(List<FrameLog> logs, long warmUpNanos) {
        Map<State, Long> firsts = new HashMap<>();
        for (FrameLog log : logs) {
            for (int frame = 0; frame < log.count(); frame++) {
                firsts.merge(state(log, frame), log.nanos(frame), Math::min);
            }
        }
        Histogram spread = Book.histogram();
        for (FrameLog log : logs) {
            for (int frame = 0; frame < log.count(); frame++) {
                long first = firsts.getOrDefault(state(log, frame), Long.MAX_VALUE);
                if (first >= warmUpNanos) {
                    spread.recordValue(Book.micros(log.nanos(frame) - first));
                }
            }
        }
        return spread;
    }

    private static State state(FrameLog log, int frame) {
        return new State(log.contest(frame), log.seq(frame));
    }
}
