package org.shomar.aggregator.election.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.BranchKind;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.rehearsal.Generate.Generated;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;

/// Goal: an invented election is one that the whole house accepts, and the same for the
/// same seed.
///
/// Method: reads generated elections back as a stranger would, through the loader and the
/// codec, and checks every hold rule of every packet.
class GenerateTest {
    private static final long SEED = 42;

    @Test
    void kermanIsWholeAndEveryPacketCounts() {
        Rehearsal rehearsal = ready("IR-08", 0, 0, SEED);
        Night night = Night.of(rehearsal);
        Definition definition = night.definition();
        assertThat(definition.branches()).hasSize(2_400);
        assertThat(definition.contests()).hasSizeGreaterThan(200);
        assertThat(definition.area("IR-08").orElseThrow().name().en()).isEqualTo("Kerman");
        assertThat(definition.branches())
                .filteredOn(branch -> branch.kind() == BranchKind.MOBILE)
                .hasSize(600);
        assertThat(definition.branches())
                .extracting(branch -> branch.contests().size())
                .allMatch(count -> count >= 1 && count <= 3)
                .contains(2, 3);
        assertThat(rehearsal.expected()).usingRecursiveComparison().isEqualTo(night.totals());
        assertThat(rehearsal.packetCount())
                .isEqualTo(definition.branches().stream()
                        .map(Branch::contests)
                        .mapToInt(List::size)
                        .sum());
    }

    @Test
    void kermanCityVotesForListsAndSharesItsSeats() {
        Contest council = Night.definition(ready("8", 100, 0, SEED)).contest(1).orElseThrow();
        assertThat(council.name().fa()).isEqualTo("شورای شهر کرمان");
        assertThat(council.method()).isEqualTo("sainte-lague");
        assertThat(council.lists()).hasSize(5);
        assertThat(council.seats()).isEqualTo(11);
        assertThat(council.alternates()).isEqualTo(7);
        assertThat(council.candidates().getFirst().name().fa()).isEqualTo("نامزد ۱");
    }

    @Test
    void sameSeedSameBytes() {
        Rehearsal first = ready("IR-08", 50, 0, SEED);
        Rehearsal again = ready("08", 50, 0, SEED);
        Rehearsal other = ready("IR-08", 50, 0, SEED + 1);
        assertThat(again.definition()).isEqualTo(first.definition());
        assertThat(messages(again)).isEqualTo(messages(first));
        assertThat(other.definition()).isNotEqualTo(first.definition());
        assertThat(first.keys().next().seed()).isNotEqualTo(other.keys().next().seed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void keepsNoMoreContestsThanAskedFor(int contests) {
        Night night = Night.of(ready("IR-08", 40, contests, SEED));
        assertThat(night.definition().contests()).hasSize(contests);
        assertThat(night.definition().branches()).hasSize(40).noneMatch(branch -> branch.contests()
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void everySeedMakesASoundElection(long seed) {
        Rehearsal rehearsal = ready("IR-23", 60, 0, seed);
        assertThat(rehearsal.expected())
                .usingRecursiveComparison()
                .isEqualTo(Night.of(rehearsal).totals());
    }

    @Test
    void theWholeCountryLoads() {
        Definition definition = Night.definition(ready("IR", 0, 0, SEED));
        assertThat(definition.branches()).hasSize(60_000);
        assertThat(definition.areas()).hasSizeGreaterThan(5_500);
        assertThat(definition.contests()).hasSizeGreaterThan(3_500);
        assertThat(definition.contests())
                .filteredOn(contest -> contest.method().equals("tehran-1404-proportional"))
                .singleElement()
                .satisfies(tehran -> assertThat(tehran.seats()).isEqualTo(21));
        long inTehran = definition.branches().stream()
                .filter(branch -> definition.areas().get(branch.area()).code().startsWith("IR-23"))
                .count();
        assertThat(inTehran).isBetween(6_650L, 6_750L);
    }

    @Test
    void saysWhyItCannot() {
        assertThat(generate("IR-99", 0, 0, SEED)).isInstanceOf(Generated.Unusable.class);
        assertThat(generate("IR-08", -1, 0, SEED)).isInstanceOf(Generated.Unusable.class);
        assertThat(generate("IR-08", 0, -1, SEED)).isInstanceOf(Generated.Unusable.class);
    }

    /// Of each message its SHA-256.
    private static List<Digest> messages(Rehearsal rehearsal) {
        List<Digest> messages = new ArrayList<>();
        rehearsal.packets().forEachRemaining(message -> messages.add(Digest.sha256(message)));
        return messages;
    }

    private static Generated generate(String province, int branches, int contests, long seed) {
        return Generate.rehearsal(
                new Generate.Options(province, branches, contests, seed), new StandInSigning());
    }

    private static Rehearsal ready(String province, int branches, int contests, long seed) {
        return switch (generate(province, branches, contests, seed)) {
            case Generated.Ready(Rehearsal rehearsal) -> rehearsal;
            case Generated.Unusable(String reason) -> throw new AssertionError(reason);
        };
    }
}
