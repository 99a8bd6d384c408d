package org.shomar.loadtest.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// How long to wait before a packet is sent again: what the server asked for, else longer each
/// time, and different from packet to packet.
final class Patience {
    private static final long FIRST_MILLIS = 250;
    private static final int DOUBLINGS_MAX = 6;

    private final RandomGenerator jitter;
    private final Map<Integer, Integer> attempts = new HashMap<>();

    Patience(RandomGenerator jitter) {
        this.jitter = jitter;
    }

    /// @param seconds as the server asked, 0 when it did not
    long millis(int n, int seconds) {
        int attempt = attempts.merge(n, 1, Integer::sum);
        long millis = seconds > 0
                ? TimeUnit.SECONDS.toMillis(seconds)
                : FIRST_MILLIS << Math.min(attempt - 1, DOUBLINGS_MAX);
        return Math.max(1, (long) (millis * (0.5 + jitter.nextDouble())));
    }

    /// The packet has its final answer.
    void end(int n) {
        attempts.remove(n);
    }
}
