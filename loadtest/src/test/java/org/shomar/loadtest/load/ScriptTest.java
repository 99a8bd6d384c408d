package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/// Goal: what packet n is follows from the seed and n, in the shares that were asked for.
///
/// Method: laws over whole scripts.
class ScriptTest {
    private static final Mix ALL =
            Mix.parse("duplicates=10%,amendments=5%,forged=3%,malformed=3%,slow=2%,skew=2%");
    private static final int PAIRS = 37;

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void aLongerScriptBeginsWithTheShorterOne(long seed) {
        Script shorter = new Script(seed, ALL, PAIRS, 1_000);
        Script longer = new Script(seed, ALL, PAIRS, 3_000);
        for (int n = 0; n < shorter.count(); n++) {
            assertThat(longer.kind(n)).isEqualTo(shorter.kind(n));
            assertThat(longer.pair(n)).isEqualTo(shorter.pair(n));
            assertThat(longer.repeated(n)).isEqualTo(shorter.repeated(n));
        }
    }

    @Test
    void theSharesAreThoseAskedFor() {
        Script script = new Script(9, ALL, PAIRS, 100_000);
        for (Kind kind : Kind.values()) {
            long count = 0;
            for (int n = 0; n < script.count(); n++) {
                count += script.kind(n) == kind ? 1 : 0;
            }
            double asked = kind == Kind.FRESH ? 75 : ALL.percent().getOrDefault(kind, 0.0);
            assertThat(count / 1_000.0).as(kind.word()).isCloseTo(asked, within(0.5));
        }
    }

    @Test
    void aDuplicateRepeatsWhatCountsAndCameBefore() {
        Script script = new Script(4, ALL, PAIRS, 5_000);
        int duplicates = 0;
        for (int n = 0; n < script.count(); n++) {
            if (script.kind(n) == Kind.DUPLICATE) {
                int repeated = script.repeated(n);
                assertThat(repeated).isBetween(0, n - 1);
                assertThat(script.kind(repeated).counts()).isTrue();
                assertThat(script.pair(repeated)).isEqualTo(script.pair(n));
                duplicates++;
            }
        }
        assertThat(duplicates).isPositive();
    }

    @Test
    void freshPacketsGoRoundThePairsInOrder() {
        Script script = new Script(4, Mix.parse(""), PAIRS, 3 * PAIRS);
        for (int n = 0; n < script.count(); n++) {
            assertThat(script.kind(n)).isEqualTo(Kind.FRESH);
            assertThat(script.pair(n)).isEqualTo(n % PAIRS);
        }
    }

    @Test
    void anotherSeedIsAnotherNight() {
        Script one = new Script(1, ALL, PAIRS, 1_000);
        Script two = new Script(2, ALL, PAIRS, 1_000);
        Kind[] first = new Kind[1_000];
        Kind[] second = new Kind[1_000];
        Arrays.setAll(first, one::kind);
        Arrays.setAll(second, two::kind);
        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"late=5%", "fresh=5%", "slow=5", "slow=60%,skew=41%", "slow=1%,slow=1%"})
    void aMixThatIsNoneIsExplained(String text) {
        assertThatThrownBy(() -> Mix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--mix");
    }
}
