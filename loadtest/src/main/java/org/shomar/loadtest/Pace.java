package org.shomar.loadtest;

import java.util.concurrent.TimeUnit;

/// When each packet is meant to be sent: evenly, or at once when the rate is unlimited.
///
/// @param startNanos    `System.nanoTime()` of the first packet
/// @param perSecond     0 for unlimited
record Pace(long startNanos, double perSecond) {
    /// The intended time of a packet; for an unlimited rate that is now.
    long intendedNanos(int index) {
        return perSecond == 0
                ? System.nanoTime()
                : startNanos + (long) (index / perSecond * TimeUnit.SECONDS.toNanos(1));
    }
}
