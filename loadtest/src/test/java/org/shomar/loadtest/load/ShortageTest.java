package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Goal: a closed run that was out of packets says so, and is worth nothing when it measured
/// less than half of its time.
///
/// Method: a table of times with the verdict last; lanes that ran out at different moments.
class ShortageTest {
    private static final Order.Load.Closed TEN_AND_SIXTY = new Order.Load.Closed(200_000, 10, 60);

    private static LongStream after(double... seconds) {
        return DoubleStream.of(seconds).mapToLong(s -> (long) (s * TimeUnit.SECONDS.toNanos(1)));
    }

    @ParameterizedTest
    @CsvSource({"8, true", "10, true", "39.9, true", "40.1, false", "69, false"})
    void lessThanHalfOfTheMeasuredTimeIsTooLittle(double seconds, boolean tooLittle) {
        Shortage shortage = Shortage.of(TEN_AND_SIXTY, after(seconds)).orElseThrow();
        assertThat(shortage.leavesTooLittle()).isEqualTo(tooLittle);
    }

    @Test
    void theFirstLaneWithoutPacketsEndsTheLoadThatWasAsked() {
        Shortage shortage = Shortage.of(TEN_AND_SIXTY, after(50, 8.2)).orElseThrow();
        assertThat(shortage.words().en())
                .contains("ran out after 8.2 of 70.0 s", "raise --packets, which was 200,000");
        assertThat(shortage.words().fa()).contains("۸٫۲", "۷۰٫۰", "--packets", "۲۰۰٬۰۰۰");
    }

    @Test
    void whoeverHadPacketsToTheEndHasNoShortage() {
        assertThat(Shortage.of(TEN_AND_SIXTY, after())).isEmpty();
        Order.Load open = new Order.Load.Open(new Schedule(Curve.constant(10, 1), 0));
        assertThat(Shortage.of(open, after(1))).isEmpty();
    }
}
