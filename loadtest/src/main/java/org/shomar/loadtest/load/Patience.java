package org.shomar.loadtest.load;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// How long to wait before a packet is sent again: what the server asked for, else longer each
/// time, and different from packet to packet.
final class Patience {
    private static final long FIRST_MILLIS = 250;
    private static final int DOUBLINGS_MAX = 6;

    private final RandomGenerator jitter;
    private final byte[] attempts;

    /// @param count packets, by whose numbers it is asked
    Patience(int count, RandomGenerator jitter) {
        this.attempts = new byte[count];
        this.jitter = jitter;
    }

    /// @param seconds as the server asked, 0 when it did not
    long millis(int n, int seconds) {
        int doublings = attempts[n];
        if (doublings < DOUBLINGS_MAX) {
            attempts[n]++;
        }
        long millis = seconds > 0 ? TimeUnit.SECONDS.toMillis(seconds) : FIRST_MILLIS << doublings;
        return Math.max(1, (long) (millis * (0.5 + jitter.nextDouble())));
    }
}
