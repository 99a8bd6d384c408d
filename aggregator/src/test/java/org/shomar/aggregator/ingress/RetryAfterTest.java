package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Goal: a crowd is refused less often, and is served no later, than when everyone is told the
/// same few seconds; and where there is no crowd, the wait stays short.
/// Method: simulated seconds, seeds. A server takes so many batches a second and has room for a
/// few; who is refused comes back when it was told to, with a jitter of its own. The control
/// tells everyone 1 to 4 s.
final class RetryAfterTest {
    private static final int BATCH = 500;
    private static final int BATCHES_A_SECOND = 56;
    private static final int ROOM = 80;
    private static final double CROWD_SECONDS = 24;

    private final AtomicLong nanos = new AtomicLong();
    private final RetryAfter retryAfter = new RetryAfter(nanos::get);

    /// @param refused batches, each time counted
    /// @param idle    seconds in which the server had nothing to do
    private record Night(int refused, double idle) {}

    private record Visit(double second, int batch) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aCrowdIsRefusedLessAndServedNoLater(long seed) {
        RandomGenerator jitter = new SplittableRandom(seed);
        Night followed = night(3 * BATCHES_A_SECOND, seed, () -> retryAfter.refused(BATCH, jitter));
        Night control = night(3 * BATCHES_A_SECOND, seed, () -> 1 + jitter.nextInt(4));
        assertThat(followed.refused()).isLessThan(control.refused() / 2);
        assertThat(followed.idle()).isLessThan(control.idle() + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aFewWhoAreRefusedWaitAsShortAsEver(long seed) {
        RandomGenerator jitter = new SplittableRandom(seed);
        night(BATCHES_A_SECOND * 5 / 4, seed, () -> {
            int seconds = retryAfter.refused(BATCH, jitter);
            assertThat(seconds).isBetween(1, 4);
            return seconds;
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whileNothingCanBeTakenTheWaitStaysShort(long seed) {
        RandomGenerator jitter = new SplittableRandom(seed);
        for (int second = 0; second < 60; second++) {
            nanos.set(TimeUnit.SECONDS.toNanos(second));
            for (int each = 0; each < 100; each++) {
                assertThat(retryAfter.refused(BATCH, jitter)).isBetween(1, 4);
            }
        }
    }

    /// Batches come evenly, for `CROWD_SECONDS`, and again until all were taken.
    private Night night(int aSecond, long seed, IntSupplier wait) {
        RandomGenerator own = new SplittableRandom(~seed);
        PriorityQueue<Visit> visits = new PriorityQueue<>(Comparator.comparing(Visit::second));
        for (int batch = 0; batch < aSecond * CROWD_SECONDS; batch++) {
            visits.add(new Visit((double) batch / aSecond, batch));
        }
        double last = 0;
        double inHand = 0;
        double idle = 0;
        int refused = 0;
        while (!visits.isEmpty()) {
            Visit visit = visits.remove();
            double done = (visit.second() - last) * BATCHES_A_SECOND;
            idle += Math.max(0, done - inHand) / BATCHES_A_SECOND;
            inHand = Math.max(0, inHand - done);
            last = visit.second();
            nanos.set((long) (last * TimeUnit.SECONDS.toNanos(1)));
            if (inHand + 1 <= ROOM) {
                inHand++;
                for (int message = 0; message < BATCH; message++) {
                    retryAfter.taken();
                }
            } else {
                refused++;
                double seconds = wait.getAsInt() * (0.5 + own.nextDouble());
                visits.add(new Visit(last + seconds, visit.batch()));
            }
        }
        return new Night(refused, idle);
    }
}
