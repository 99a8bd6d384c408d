package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// Goal: the spread is how much later than the first reader each one was shown a state.
/// Method: frames of two event loops with known times.
final class SpreadTest {
    private static final long WARM_UP_NANOS = millis(1_000);

    private final FrameLog one = new FrameLog(100);
    private final FrameLog two = new FrameLog(100);

    @Test
    void countsFromTheFirstReaderOfAnyLoop() {
        one.add(7, 10, 20, millis(1_030));
        one.add(7, 10, 20, millis(1_045));
        two.add(7, 12, 20, millis(1_005)); // it had more, and is shown the same
        Histogram spread = Spread.of(List.of(one, two), WARM_UP_NANOS);
        assertThat(spread.getTotalCount()).isEqualTo(3);
        assertThat(spread.getMinValue()).isZero();
        assertThat(spread.getCountBetweenValues(25_000, 25_000)).isEqualTo(1);
        assertThat(spread.getMaxValue()).isBetween(40_000L, 40_100L);
    }

    @Test
    void statesAndContestsAreToldApart() {
        one.add(7, 10, 20, millis(1_000));
        one.add(7, 20, 30, millis(1_100));
        one.add(8, 10, 20, millis(1_200));
        assertThat(Spread.of(List.of(one, two), WARM_UP_NANOS).getMaxValue()).isZero();
    }

    @Test
    void aStateOfTheWarmUpIsLeftOutForAllReaders() {
        one.add(7, 10, 20, millis(999));
        two.add(7, 10, 20, millis(1_010));
        assertThat(Spread.of(List.of(one, two), WARM_UP_NANOS).getTotalCount()).isZero();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
