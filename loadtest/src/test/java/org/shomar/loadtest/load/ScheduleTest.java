package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Goal: packets are due when the plan says, and nothing but the plan moves them.
///
/// Method: plans with known answers, and laws over random plans.
class ScheduleTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void aConstantRateIsEven() {
        Schedule schedule = new Schedule(Curve.constant(4, 2), 0);
        assertThat(schedule.count()).isEqualTo(8);
        assertThat(times(schedule)).containsExactly(0, 250, 500, 750, 1000, 1250, 1500, 1750);
    }

    @Test
    void theWarmUpGoesBefore() {
        Schedule schedule = new Schedule(Curve.ramp("10:20", 2), 3);
        assertThat(schedule.count()).isEqualTo(30 + 30);
        assertThat(schedule.warmUpNanos()).isEqualTo(3_000 * MILLI);
        assertThat(schedule.lengthNanos()).isEqualTo(5_000 * MILLI);
        assertThat(schedule.nanos(29)).isLessThan(schedule.warmUpNanos());
        assertThat(schedule.nanos(30)).isEqualTo(schedule.warmUpNanos());
    }

    @Test
    void aRampFromNothingFollowsTheSquareRoot() {
        Schedule schedule = new Schedule(Curve.ramp("0:200", 1), 0);
        assertThat(schedule.count()).isEqualTo(100);
        assertThat(schedule.nanos(25) / MILLI).isEqualTo(500);
        assertThat(schedule.nanos(81) / MILLI).isEqualTo(900);
    }

    @Test
    void aSpikeStandsWhereItIsPut() {
        assertThat(Curve.spike("100:900", 10))
                .containsExactly(
                        new Schedule.Stretch(4, 100, 100),
                        new Schedule.Stretch(2, 900, 900),
                        new Schedule.Stretch(4, 100, 100));
        assertThat(Curve.spike("100:900@20s+5s", 60))
                .containsExactly(
                        new Schedule.Stretch(20, 100, 100),
                        new Schedule.Stretch(5, 900, 900),
                        new Schedule.Stretch(35, 100, 100));
    }

    @Test
    void aCurveIsReadFromPoints() {
        List<String> lines = List.of("# night", "0 100", "", "60, 300 # rush", "60 50", "90 0");
        assertThat(Curve.points(lines, "file"))
                .containsExactly(
                        new Schedule.Stretch(60, 100, 300), new Schedule.Stretch(30, 50, 0));
    }

    @Test
    void aQuietTimeHasNoPackets() {
        Schedule schedule = new Schedule(
                Curve.points(List.of("0 2", "1 2", "1 0", "5 0", "5 2", "6 2"), "file"), 0);
        assertThat(times(schedule)).containsExactly(0, 500, 1000, 5500);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void packetNIsDueWhenNPacketsAre(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Schedule.Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            stretches.add(new Schedule.Stretch(
                    random.nextDouble(0.5, 5), random.nextInt(400), random.nextInt(1, 400)));
        }
        Schedule schedule = new Schedule(stretches, random.nextInt(3));
        Schedule again = new Schedule(List.copyOf(stretches), schedule.warmUpNanos() / 1e9);
        long before = 0;
        for (int n = 0; n < schedule.count(); n++) {
            long nanos = schedule.nanos(n);
            assertThat(nanos).isBetween(before, schedule.lengthNanos());
            assertThat(again.nanos(n)).isEqualTo(nanos);
            assertThat(due(stretches, schedule.warmUpNanos() / 1e9, nanos / 1e9))
                    .isBetween(n - 0.01, n + 0.01);
            before = nanos;
        }
    }

    /// The integral of the rate.
    private static double due(List<Schedule.Stretch> stretches, double warmUp, double second) {
        double sum = Math.min(warmUp, second) * stretches.getFirst().from();
        double left = second - warmUp;
        for (Schedule.Stretch each : stretches) {
            double part = Math.clamp(left, 0, each.seconds());
            sum += part * (each.from() + (each.to() - each.from()) * part / each.seconds() / 2);
            left -= each.seconds();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000", "5:", "a:b", "-1:5"})
    void aRampThatIsNoneIsExplained(String text) {
        assertThatThrownBy(() -> Curve.ramp(text, 10)).hasMessageContaining("--ramp is FROM:TO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "s", "1 hour", "-5s"})
    void aTimeThatIsNoneIsExplained(String text) {
        assertThatThrownBy(() -> Curve.seconds(text)).hasMessageContaining("such as 60s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1500ms", "0.5s", "0s"})
    void aMeasuredTimeIsWholeSecondsSoThatRatesAreThoseAsked(String text) {
        assertThatThrownBy(() -> Curve.measured(text, "--for"))
                .hasMessageContaining("--for must be whole seconds, 1 at least");
        assertThat(Curve.measured("2000ms", "--for")).isEqualTo(2);
    }

    @Test
    void aCurveLastsWholeSeconds(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("curve"), "0.4 10\n2.1 20\n3.4 5\n");
        assertThat(Curve.file(file)).hasSize(2);
        Files.writeString(file, "0 10\n2.1 20\n");
        assertThatThrownBy(() -> Curve.file(file)).hasMessageContaining("must be whole seconds");
    }

    @Test
    void aPlanThatNobodyCanHoldIsRefused() {
        assertThatThrownBy(() -> new Schedule(Curve.constant(1_000_000, 60), 0))
                .hasMessageContaining("lower the rate");
    }

    private static long[] times(Schedule schedule) {
        return LongStream.range(0, schedule.count())
                .map(n -> schedule.nanos((int) n) / MILLI)
                .toArray();
    }
}
