package org.shomar.aggregator.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Goal: what waits is seen with its age, what has arrived is timed once, and neither needs
/// more memory than promised.
///
/// Method: two contests and a clock set by hand.
class LagTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<Long> sinceStored = new ArrayList<>();
    private final List<Long> sinceIntended = new ArrayList<>();
    private final Lag lag =
            new Lag(List.of(7, 8), sinceStored::add, sinceIntended::add, clock::get);

    @Test
    void nothingWaitsAtFirst() {
        assertThat(lag.ages()).isEqualTo(new Lag.Ages(0, 0, 0));
    }

    @Test
    void theOldestOfEachContestMakesTheAges() {
        add(7, 1, 10);
        add(7, 2, 11);
        add(8, 3, 13);
        at(15);
        assertThat(lag.ages()).isEqualTo(new Lag.Ages(2, 5, 7));
    }

    @Test
    void whatIsReachedIsTimedOnceAndWaitsNoMore() {
        add(7, 1, 10);
        add(7, 2, 11);
        add(7, 5, 12);
        at(14);
        lag.reached(7, 4);
        lag.reached(7, 4);
        assertThat(sinceStored).containsExactly(seconds(4), seconds(3));
        assertThat(sinceIntended).containsExactly(seconds(5), seconds(4));
        assertThat(lag.ages()).isEqualTo(new Lag.Ages(1, 2, 2));
    }

    @Test
    void anUnknownContestIsNotFollowed() {
        add(9, 1, 10);
        lag.reached(9, 1);
        assertThat(lag.ages().contests()).isZero();
        assertThat(sinceStored).isEmpty();
    }

    @Test
    void aStandstillIsBoundedInMemoryAndStillSeenInEveryContest() {
        for (int position = 1; position <= 3 * Lag.FOLLOWED_MAX; position++) {
            add(7, position, 10);
        }
        add(8, 1, 12);
        at(20);
        assertThat(lag.ages()).isEqualTo(new Lag.Ages(2, 10, 18));
        lag.reached(7, 3L * Lag.FOLLOWED_MAX);
        assertThat(sinceStored).hasSize(Lag.FOLLOWED_MAX);
        assertThat(lag.ages()).isEqualTo(new Lag.Ages(1, 8, 8));
    }

    /// Received a second before it was stored.
    private void add(int contest, long position, long storedSeconds) {
        lag.add(contest, position, seconds(storedSeconds), seconds(storedSeconds - 1));
    }

    private void at(long secondsNow) {
        clock.set(seconds(secondsNow));
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
