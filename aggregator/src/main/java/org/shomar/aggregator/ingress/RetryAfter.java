package org.shomar.aggregator.ingress;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// How long those shall wait who are refused because there is too much to do.
///
/// A crowd that comes back every few seconds takes from the cores what its packets need; one
/// that was sent away for too long leaves them idle. So the wait follows the crowd: once a
/// second it becomes what would let [#CROWDING] messages come back for each that is taken. Each
/// refusal has its own part of it, from a half to one and a half.
///
/// Any thread; one for all event loops.
final class RetryAfter {
    static final double MEAN_SECONDS_MIN = 2.5;

    /// Bounded, as whoever was told it just before the crowd is gone then waits for nothing.
    static final double MEAN_SECONDS_MAX = 8;

    /// Messages that come for each that is taken, in a crowd.
    private static final int CROWDING = 2;

    /// Those of a batch of ordinary size, and some.
    private static final int MESSAGES_MAX = 2_500;

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong periodBegan;
    private volatile double meanSeconds = MEAN_SECONDS_MIN;

    RetryAfter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.periodBegan = new AtomicLong(nanoTime.getAsLong());
    }

    /// A message was stored, or is known.
    void taken() {
        taken.increment();
    }

    /// So many messages are refused, because there is too much to do, with one answer. A length
    /// is easily written, so more than [#MESSAGES_MAX] count as so many.
    ///
    /// @param messages 1 also for a batch that does not say how long it is
    /// @return the seconds to name in it, 1..12
    int refused(int messages, RandomGenerator jitter) {
        refused.add(Math.min(messages, MESSAGES_MAX));
        long now = nanoTime.getAsLong();
        long began = periodBegan.get();
        if (now - began >= PERIOD_NANOS && periodBegan.compareAndSet(began, now)) {
            follow(refused.sumThenReset(), taken.sumThenReset());
        }
        return seconds(meanSeconds, jitter);
    }

    /// The seconds to name in an answer that has nothing to do with a crowd, 1..4.
    static int seconds(RandomGenerator jitter) {
        return seconds(MEAN_SECONDS_MIN, jitter);
    }

    private static int seconds(double mean, RandomGenerator jitter) {
        return (int) Math.round(jitter.nextDouble(mean / 2, mean * 3 / 2));
    }

    /// Who is refused comes back after `meanSeconds`, so the crowd is about
    /// `meanSeconds * back`. While nothing can be taken, nothing says how long it will last.
    private void follow(long back, long in) {
        double wanted = in == 0 ? MEAN_SECONDS_MIN : meanSeconds * back / (CROWDING * in);
        meanSeconds = Math.clamp(wanted, MEAN_SECONDS_MIN, MEAN_SECONDS_MAX);
    }
}
