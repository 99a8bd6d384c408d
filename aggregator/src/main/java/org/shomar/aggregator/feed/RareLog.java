package org.shomar.aggregator.feed;

import org.slf4j.Logger;

import java.util.concurrent.atomic.AtomicLong;

/// Logs the 1st, 2nd, 4th, 8th … failure of a kind, so that a lasting one does not fill the
/// disk. May be used from any thread.
final class RareLog {
    private final Logger log;
    private final String what;
    private final AtomicLong failures = new AtomicLong();

    /// @param what what did not go well, in plain words
    RareLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void failed(Throwable cause) {
        long count = failures.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            log.warn("{} ({} times so far)", what, count, cause);
        }
    }
}
