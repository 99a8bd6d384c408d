package org.shomar.loadtest.report;

/// What happened in one second of a run.
///
/// @param second         since the start of the run, from 0
/// @param asked          packets meant to be sent in it
/// @param sent           packets sent in it, those sent again among them
/// @param acked          packets answered by 200 or 201 in it
/// @param refused        packets answered by any other status in it
/// @param errors         requests that got no answer: broken connections, time-outs
/// @param ackP50Micros   from the intended send to the answer, of the packets acked in this
///                       second; [#NONE] when there was none, as for the others below
/// @param ackP99Micros   as above
/// @param ackMaxMicros   as above
/// @param shownP99Micros from stored to shown, of what was shown in it, or [#NONE]
/// @param behindMillis   how late the generator was at most with a send; 0 is on time
public record Second(
        int second,
        long asked,
        long sent,
        long acked,
        long refused,
        long errors,
        long ackP50Micros,
        long ackP99Micros,
        long ackMaxMicros,
        long shownP99Micros,
        long behindMillis) {
    /// A latency of nothing: no packet was measured in this second.
    public static final long NONE = -1;
}
