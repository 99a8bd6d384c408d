package org.shomar.aggregator.witness;

import java.time.Instant;

/// What is known of a witness that is asked, for gauges and alarms.
///
/// @param name     of its key
/// @param url      where it is asked
/// @param since    when this standing began
/// @param size     entries in the largest checkpoint that it is known to hold of this log
/// @param reason   of a standing that is not OK, in one English line; else empty
public record WitnessState(
        String name, String url, Standing standing, Instant since, long size, String reason) {
    /// What a round does with a witness.
    public enum Standing {
        /// Not answered yet; waited for.
        NEW,
        /// Cosigned the last time, in time; waited for.
        OK,
        /// Slow, away, or answers what it should not; asked, but not waited for.
        LATE,
        /// Says that it signed a larger log, or another one: this log was rolled back or
        /// forked, or the witness lies. Asked, but not waited for.
        FORKED
    }
}
