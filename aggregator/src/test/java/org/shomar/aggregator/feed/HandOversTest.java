package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Goal: a contest is shown when the last of those who were offered it has handed it over, not
/// before, and in the end always.
/// Method: names in the place of hubs; what is told is written down as `contest@seq`.
class HandOversTest {
    private final List<String> shown = new ArrayList<>();
    private final HandOvers<String> handOvers =
            new HandOvers<>((contest, seq) -> shown.add(contest + "@" + seq));

    @Test
    void showsAtOnceWhatNobodyFollows() {
        handOvers.offered(7, 2, Map.of());

        assertThat(shown).containsExactly("7@2");
    }

    @Test
    void waitsForEveryHubThatWasOffered() {
        handOvers.offered(7, 2, Map.of("a", 10L, "b", 12L));
        handOvers.offered(9, 3, Map.of("b", 13L));
        handOvers.handed("c", 99);
        handOvers.handed("a", 10);
        handOvers.handed("b", 11);
        assertThat(shown).isEmpty();

        handOvers.handed("b", 12);
        assertThat(shown).containsExactly("7@2");
        handOvers.handed("b", 13);
        assertThat(shown).containsExactly("7@2", "9@3");
    }

    @Test
    void showsWhatWasOvertakenWithTheNewer() {
        handOvers.offered(7, 2, Map.of("a", 10L));
        handOvers.offered(7, 3, Map.of("a", 11L));
        handOvers.offered(7, 4, Map.of("a", 12L));
        handOvers.handed("a", 11);
        assertThat(shown).containsExactly("7@2"); // 3 goes with 4
        handOvers.handed("a", 12);

        assertThat(shown).containsExactly("7@2", "7@4");
    }

    @Test
    void goesOnShowingWhileAHubIsAlwaysAStateBehind() {
        handOvers.offered(7, 2, Map.of("a", 2L));
        for (long seq = 3; seq < 10; seq++) {
            handOvers.offered(7, seq, Map.of("a", seq));
            handOvers.handed("a", seq - 1);
        }

        assertThat(shown).hasSize(7).last().isEqualTo("7@8");
    }

    @Test
    void doesNotWaitForAHubThatClosed() {
        handOvers.offered(7, 2, Map.of("a", 10L, "b", 10L));
        handOvers.offered(7, 3, Map.of("a", 11L));
        handOvers.handed("b", 11);
        assertThat(shown).isEmpty();
        handOvers.closed("a");

        assertThat(shown).containsExactly("7@2", "7@3");
    }
}
