package org.shomar.loadtest.load;

import org.shomar.loadtest.report.LiveView;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/// Shows how many packets are made, once a second. For any thread: one at a time gets through.
final class Signing implements IntConsumer {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveView live;
    private final int count;
    private final LongSupplier nanoTime;
    private long shownNanos;
    private long made;

    /// @param count    packets to be made
    /// @param nanoTime `System::nanoTime`, or a clock of a test
    Signing(LiveView live, int count, LongSupplier nanoTime) {
        this.live = live;
        this.count = count;
        this.nanoTime = nanoTime;
        this.shownNanos = nanoTime.getAsLong();
    }

    /// @param more packets that were made
    @Override
    public synchronized void accept(int more) {
        made += more;
        long now = nanoTime.getAsLong();
        if (now - shownNanos >= EVERY_NANOS) {
            shownNanos = now;
            live.made(made, count);
        }
    }
}
