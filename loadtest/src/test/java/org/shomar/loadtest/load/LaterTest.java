package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Goal: what is to be done later comes when it is due, once, and not before.
///
/// Method: numbers added and taken at random beside a plain list of them.
class LaterTest {
    private static final int STEPS = 3_000;
    private static final int MILLIS_MAX = 40;

    private record Due(int n, long millis) {}

    private final Later<Integer> later = new Later<>();

    @Test
    void withoutAnythingThereIsNothingToWaitFor() {
        assertThat(later.firstMillis()).isEqualTo(Later.NEVER);
        assertThat(later.take(Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void comesWhenItIsDue(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Due> plain = new ArrayList<>();
        long now = 0;
        for (int n = 0; n < STEPS; n++) {
            Due due = new Due(n, now + 1 + random.nextInt(MILLIS_MAX));
            later.add(due.n(), due.millis());
            plain.add(due);
            assertThat(later.firstMillis())
                    .isEqualTo(plain.stream().mapToLong(Due::millis).min().orElseThrow());
            if (random.nextInt(3) == 0) {
                now += random.nextInt(MILLIS_MAX);
                long until = now;
                List<Integer> expected = plain.stream()
                        .filter(each -> each.millis() <= until)
                        .sorted(Comparator.comparingLong(Due::millis))
                        .map(Due::n)
                        .toList();
                assertThat(later.take(now)).isEqualTo(expected);
                plain.removeIf(each -> each.millis() <= until);
            }
        }
        assertThat(later.take(Long.MAX_VALUE)).hasSize(plain.size());
    }
}
