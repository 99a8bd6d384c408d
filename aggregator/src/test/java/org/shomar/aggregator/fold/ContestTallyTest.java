package org.shomar.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.PacketState;

import java.util.Arrays;
import java.util.List;

/// Goal: the fold of one contest holds what the contract says a total holds, and nothing
/// twice.
/// Method: short ledgers written out in a table, with the country's totals in the last
/// column.
class ContestTallyTest {
    private static final int CONTEST = 2;
    private static final Definition DEFINITION = Fixture.definition(2, 8);

    /// Entries are written branch.revision, `h` for held, and the votes of the first
    /// candidate.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            entries                     | reported | held | eligible | votes
            ''                          | 0        | 0    | 0        | 0
            1.1=10                      | 1        | 0    | 1001     | 10
            1.1=10 2.1=5                | 2        | 0    | 2003     | 15
            1.1=10 1.2=7                | 1        | 0    | 1001     | 7
            1.1=10 1.2h=900             | 1        | 1    | 1001     | 10
            1.1=10 1.2h=900 1.3=12      | 1        | 0    | 1001     | 12
            1.1h=900                    | 0        | 1    | 0        | 0
            1.1h=900 1.2h=901           | 0        | 1    | 0        | 0
            1.1h=900 1.2=4              | 1        | 0    | 1001     | 4
            1.1h=900 2.1h=900 3.1=4     | 1        | 2    | 1003     | 4
            1.1=3 1.2=4 1.3h=9 1.4h=9   | 1        | 1    | 1001     | 4
            """)
    void countsTheHighestCountedRevision(
            String entries, int reported, int held, long eligible, long votes) {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);
        tally.apply(parse(entries));
        AreaTotals country = tally.totals().areas().getFirst();

        assertThat(country.expected()).isEqualTo(8);
        assertThat(country.reported()).isEqualTo(reported);
        assertThat(country.held()).isEqualTo(held);
        assertThat(country.annulled()).isZero();
        assertThat(country.eligible()).isEqualTo(eligible);
        assertThat(country.votes()).containsExactly(votes, 0, 0);
        assertThat(country.cast()).isEqualTo(votes + reported);
        assertThat(country.blank()).isEqualTo(reported);
    }

    @Test
    void addsUpEveryAreaAboveTheBranch() {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);
        tally.apply(parse("1.1=10 2.1=20 3.1=40 4.1=80 5.1=160"));

        assertThat(tally.totals().areas().stream().map(area -> area.votes()[0]))
                .containsExactly(310L, 190L, 120L, 170L, 20L, 40L, 80L);
        assertThat(tally.totals().areas().stream().map(AreaTotals::expected))
                .containsExactly(8, 4, 4, 2, 2, 2, 2);
    }

    @Test
    void tellsTheLatestRevisionOfEachBranch() {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);
        List<Counted> entries = parse("1.1=10 1.2h=900 2.1=5");
        tally.apply(entries);
        BranchStates states = tally.branchStates();

        assertThat(states.contestSeq()).isEqualTo(3);
        assertThat(states.branches()).hasSize(8);
        assertThat(states.branches().get(0))
                .isEqualTo(new BranchState(
                        1, BranchState.State.HELD, 2, entries.get(1).packet(), 3));
        assertThat(states.branches().get(1))
                .isEqualTo(new BranchState(
                        2, BranchState.State.COUNTED, 1, entries.get(2).packet(), 4));
        assertThat(states.branches().get(2))
                .isEqualTo(new BranchState(3, BranchState.State.NONE, 0, null, 0));
    }

    @Test
    void passesOverWhatItHas() {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);
        List<Counted> entries = parse("1.1=10 2.1=5 1.2=7");
        tally.apply(entries);
        var before = tally.digest();

        assertThat(tally.apply(entries)).isEqualTo(new Merged.UpTo(3));
        assertThat(tally.apply(entries.subList(0, 1))).isEqualTo(new Merged.UpTo(3));
        assertThat(tally.digest()).isEqualTo(before);
    }

    @Test
    void asksForTheEntryThatIsMissing() {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);
        List<Counted> entries = parse("1.1=10 2.1=5 3.1=7 4.1=9");

        assertThat(tally.apply(entries.subList(1, 4))).isEqualTo(new Merged.Behind(1));
        assertThat(tally.contestSeq()).isZero();
        assertThat(tally.apply(List.of(entries.get(0), entries.get(1), entries.get(3))))
                .isEqualTo(new Merged.Behind(3));
        assertThat(tally.contestSeq()).isEqualTo(2);
        assertThat(tally.apply(entries)).isEqualTo(new Merged.UpTo(4));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            99.1=1         | has branch 99, but the definition has none of that number
            1.1=1 1.3=1    | has revision 3, but the latest is 1
            1.1=1 1.1=1    | has revision 1, but the latest is 1
            """)
    void saysWhichFactsDisagree(String entries, String message) {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);

        assertThatThrownBy(() -> tally.apply(parse(entries)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysThatTheNumberOfVotesDisagrees() {
        ContestTally tally = Fixture.tally(DEFINITION, CONTEST);

        assertThatThrownBy(() ->
                        tally.apply(List.of(Fixture.entry(1, 1, 1, PacketState.COUNTED, 1, 2))))
                .hasMessageContaining("number of votes 2, but the definition has 3 candidates");
    }

    private static List<Counted> parse(String entries) {
        String[] words = entries.isBlank() ? new String[0] : entries.split(" +", -1);
        return java.util.stream.IntStream.range(0, words.length)
                .mapToObj(i -> parse(i + 1, words[i]))
                .toList();
    }

    private static Counted parse(long contestSeq, String word) {
        String[] parts = word.replace("h", "").split("[.=]", -1);
        int[] numbers = Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
        return Fixture.entry(
                contestSeq,
                numbers[0],
                numbers[1],
                word.contains("h") ? PacketState.HELD : PacketState.COUNTED,
                numbers[2],
                0,
                0);
    }
}
