package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Text;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.PacketState;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Goal: every hold rule applies exactly where the contract says, equal is fine, and all
/// that apply are reported in order.
///
/// Method: a table of packets with their findings, through the whole [Verifier], on the
/// contests of [SmallElection].
class HoldRuleTest {
    private static final SmallElection ELECTION = new SmallElection(Ed25519.fastest());
    private static final String MAX = "2147483647";

    @ParameterizedTest(name = "{0} {1}: {2} {3} {4} = {5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # contest | branch | issued, cast, blank, invalid | votes | list votes | verdict
                    7  | 12 | 60, 60, 3, 1   | 30, 26     | -      | counted
                    7  | 12 | 0, 0, 0, 0     | 0, 0       | -      | counted
                    7  | 12 | 60, 61, 3, 1   | 30, 27     | -      | H-201
                    7  | 12 | 100, 60, 0, 0  | 60, 0      | -      | counted
                    7  | 12 | 101, 60, 0, 0  | 60, 0      | -      | H-202
                    7  | 13 | 101, 60, 0, 0  | 60, 0      | -      | counted
                    7  | 14 | 101, 60, 0, 0  | 60, 0      | -      | counted
                    7  | 12 | 60, 60, 30, 30 | 0, 0       | -      | counted
                    8  | 12 | 60, 60, 30, 30 | 0, 0, 0    | -      | counted
                    7  | 12 | 60, 60, 30, 31 | 0, 0       | -      | H-203 H-204 H-207 H-208
                    13 | 12 | 60, 60, 30, 30 | -          | -      | counted
                    13 | 12 | 60, 60, 30, 31 | -          | -      | H-203 H-204 H-208
                    7  | 12 | 60, 60, 0, 0   | 30, 29     | -      | H-204
                    7  | 12 | 60, 60, 0, 0   | 30, 31     | -      | H-204
                    10 | 12 | 60, 60, 0, 0   | 30, 31     | -      | H-204
                    8  | 12 | 60, 60, 0, 0   | 60, 60, 60 | -      | counted
                    8  | 12 | 60, 60, 0, 0   | 60, 60, 61 | -      | H-205 H-207
                    8  | 12 | 60, 60, 0, 0   | 20, 20, 20 | -      | counted
                    8  | 12 | 60, 60, 0, 0   | 20, 20, 19 | -      | H-206
                    8  | 12 | 60, 60, 30, 31 | 0, 0, 0    | -      | H-203 H-205 H-207 H-208
                    7  | 12 | 60, 60, 0, 0   | 61, 0      | -      | H-204 H-207
                    8  | 12 | 60, 60, 0, 0   | 61, 0, 0   | -      | H-207
                    9  | 12 | 60, 60, 0, 0   | 30, 20, 30 | 10, 10 | counted
                    9  | 12 | 60, 60, 0, 0   | 30, 20, 31 | 10, 10 | H-205
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 0    | 10, 10 | counted
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 0    | 60, 0  | counted
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 0    | 30, 31 | H-205 H-208
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 0    | 61, 0  | H-205 H-207 H-208
                    9  | 12 | 60, 60, 0, 0   | 40, 0, 0   | 20, 0  | counted
                    9  | 12 | 60, 60, 0, 0   | 41, 0, 0   | 20, 0  | H-207
                    9  | 12 | 60, 60, 0, 0   | 0, 41, 0   | 0, 20  | H-207
                    9  | 12 | 60, 60, 0, 0   | 0, 41, 0   | 20, 0  | counted
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 41   | 10, 10 | counted
                    9  | 12 | 60, 60, 0, 0   | 0, 0, 61   | 10, 10 | H-207
                    12 | 12 | 60, 60, 0, 0   | 20, 20, 0  | 10, 10 | counted
                    12 | 12 | 60, 60, 0, 0   | 20, 10, 0  | 10, 10 | counted
                    12 | 12 | 60, 60, 0, 0   | 20, 20, 1  | 10, 10 | H-205
                    7  | 12 | 101, 102, 0, 0 | 1, 102     | -      | H-201 H-202 H-204
                    8  | 12 | MAX, MAX, 0, 0 | MAX, 0, 0  | -      | H-202
                    9  | 12 | 0, 0, MAX, MAX | 0, 0, 0    | MAX, MAX | H-203 H-205 H-207 H-208
                    9  | 12 | 0, MAX, 0, 0   | MAX, MAX, MAX | MAX, MAX | H-201 H-205 H-207 H-208
                    """)
    void holdsWhatCannotBeRight(
            int contest,
            int branch,
            String ballots,
            @Nullable String votes,
            @Nullable String lists,
            String verdict) {
        int[] b = numbers(ballots);
        Verdict actual = ELECTION.verifier.verify(ELECTION.signed(ELECTION.packet(
                contest,
                branch,
                new Ballots(b[0], b[1], b[2], b[3]),
                votes == null ? Counts.NONE : Counts.of(numbers(votes)),
                lists == null ? null : Counts.of(numbers(lists)))));
        assertThat(words(actual)).isEqualTo(verdict);
    }

    @Test
    void writesFindingsInTheOrderOfTheWire() {
        Verdict held = ELECTION.verifier.verify(ELECTION.signed(
                ELECTION.packet(7, 12, new Ballots(101, 102, 0, 0), Counts.of(1, 101), null)));
        assertThat(((Verdict.Storable) held).findingsJson())
                .startsWith("[{\"code\":\"H-201\",\"effect\":\"hold\",\"text\":{\"fa\":\"")
                .contains("\"}},{\"code\":\"H-202\",\"effect\":\"hold\",\"text\":{\"fa\":\"")
                .contains("\",\"en\":\"There are more ballots in the box")
                .endsWith("\"}}]");
    }

    @Test
    void writesNoFindingsAsAnEmptyArray() {
        Verdict counted = ELECTION.verifier.verify(ELECTION.signed(
                ELECTION.packet(7, 12, new Ballots(60, 60, 0, 0), Counts.of(30, 30), null)));
        assertThat(((Verdict.Storable) counted).findingsJson()).isEqualTo("[]");
    }

    @Test
    void doesNotWrapWithTheLargestNumbers() {
        Figures most = new Figures(
                new Ballots(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE),
                -2L * Integer.MAX_VALUE,
                0,
                256L * Integer.MAX_VALUE,
                0,
                true,
                Integer.MAX_VALUE,
                true,
                0);
        assertThat(most.choicesMax()).isNegative();
        assertThat(HoldRule.findings(most).stream().map(Finding::code))
                .containsExactly("H-203", "H-205", "H-207", "H-208");
    }

    @Test
    void refusesTextsThatJsonWouldEscape() {
        for (String bad : new String[] {"a\"b", "a\\b", "a\nb"}) {
            assertThatThrownBy(() -> new Finding("H-999", Effect.HOLD, new Text("فا", bad)))
                    .hasMessageContaining("plain words");
        }
        assertThatThrownBy(() -> new Finding("H-999", Effect.HOLD, new Text("فا", null)))
                .hasMessageContaining("plain words");
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Storable storable
            when storable.state() == PacketState.COUNTED ->
                storable.findings().isEmpty() ? "counted" : "counted with findings";
            case Verdict.Storable storable ->
                storable.findings().stream().map(Finding::code).collect(Collectors.joining(" "));
            case Verdict.Refused refused -> refused.refusal().code();
        };
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.replace("MAX", MAX).split(", *"))
                .mapToInt(word -> Integer.parseInt(word.strip()))
                .toArray();
    }
}
