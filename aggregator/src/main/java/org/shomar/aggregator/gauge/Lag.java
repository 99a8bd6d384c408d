package org.shomar.aggregator.gauge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Who is stored and waits for the next station of the flow, and since when: a queue for
/// each contest, in the contest's order.
///
/// One thread adds to a contest and one, maybe another, takes from it; nothing locks. Of a
/// queue longer than [#FOLLOWED_MAX] over all contests the rest is not followed one by one,
/// but the oldest of each contest always is, so the ages are right.
public final class Lag {
    /// About 5 MB.
    static final int FOLLOWED_MAX = 65_536;

    private final Map<Integer, Queue<Waiting>> contests = new HashMap<>(); // never changes
    private final AtomicInteger followed = new AtomicInteger();
    private final Gauges.Stopwatch sinceStored;
    private final Gauges.Stopwatch sinceIntended;
    private final LongSupplier nanoTime;

    private record Waiting(long position, long storedNanos, long intendedNanos) {}

    /// @param contests      the numbers of all contests
    /// @param sinceStored   records each entry's time from stored to here
    /// @param sinceIntended records each entry's time from its intended send to here
    /// @param nanoTime      as `System.nanoTime()`
    public Lag(
            Collection<Integer> contests,
            Gauges.Stopwatch sinceStored,
            Gauges.Stopwatch sinceIntended,
            LongSupplier nanoTime) {
        contests.forEach(contest -> this.contests.put(contest, new ConcurrentLinkedQueue<>()));
        this.sinceStored = sinceStored;
        this.sinceIntended = sinceIntended;
        this.nanoTime = nanoTime;
    }

    /// An entry was stored. One of an unknown contest is not followed.
    ///
    /// @param position higher than those before it in the contest
    public void add(int contest, long position, long storedNanos, long intendedNanos) {
        Queue<Waiting> queue = contests.get(contest);
        if (queue != null && (followed.get() < FOLLOWED_MAX || queue.isEmpty())) {
            followed.incrementAndGet();
            queue.add(new Waiting(position, storedNanos, intendedNanos));
        }
    }

    /// The contest got as far as this position.
    public void reached(int contest, long position) {
        Queue<Waiting> queue = contests.get(contest);
        if (queue == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        for (Waiting first = queue.peek();
                first != null && first.position() <= position;
                first = queue.peek()) {
            queue.poll();
            followed.decrementAndGet();
            sinceStored.record(Math.max(0, now - first.storedNanos())); // added after `now`
            sinceIntended.record(now - first.intendedNanos());
        }
    }

    /// What waits now.
    public Ages ages() {
        long now = nanoTime.getAsLong();
        Ages ages = Ages.NONE;
        for (Queue<Waiting> queue : contests.values()) {
            Waiting first = queue.peek();
            if (first != null) {
                ages = ages.with(Math.max(0, now - first.storedNanos()) / 1e9);
            }
        }
        return ages;
    }

    /// The ages of the oldest entries of the contests in which one waits.
    ///
    /// @param oldestSeconds 0 when none waits
    public record Ages(int contests, double oldestSeconds, double sumSeconds) {
        static final Ages NONE = new Ages(0, 0, 0);

        Ages with(double seconds) {
            return new Ages(contests + 1, Math.max(oldestSeconds, seconds), sumSeconds + seconds);
        }
    }
}
