package org.shomar.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.packet.PacketState;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/// Goal: a tally depends on the ledger alone: not on the order, the size, the overlap or the
/// number of the runs that brought it.
///
/// Method: ledgers from a seed, cut into runs that are shuffled and repeated; totals compared
/// with a fold too simple to be wrong. `-Dseed=N` replays one.
class ContestTallyLawsTest {
    private static final Definition DEFINITION = Fixture.definition(2, 30);
    private static final int ENTRIES = 240;

    static LongStream seeds() {
        return Fixture.seeds(50);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void sameDigestForEveryOrderOverlapAndRepeat(long seed) {
        Random random = new Random(seed);
        List<Fixture.Stored> ledger = Fixture.ledger(DEFINITION, random, ENTRIES);
        List<Counted> entries = Fixture.ofContest(ledger, 1);
        ContestTally expected = Fixture.fold(DEFINITION, 1, ledger);
        ContestTally tally = Fixture.tally(DEFINITION, 1);

        while (tally.contestSeq() < entries.size()) {
            int from = random.nextInt(entries.size());
            int to = Math.min(entries.size(), from + 1 + random.nextInt(60));
            long before = tally.contestSeq();
            Merged merged = tally.apply(entries.subList(from, to));
            assertThat(merged.head()).isEqualTo(tally.contestSeq());
            assertThat(merged instanceof Merged.Behind).isEqualTo(from > before);
        }
        tally.apply(entries);

        assertThat(tally.digest()).isEqualTo(expected.digest());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void totalsAreTheSumOfTheHighestCountedRevisions(long seed) {
        List<Fixture.Stored> ledger = Fixture.ledger(DEFINITION, new Random(seed), ENTRIES);
        Map<Integer, Counted> inTotals = new HashMap<>();
        Map<Integer, Counted> latest = new HashMap<>();
        for (Counted entry : Fixture.ofContest(ledger, 1)) {
            latest.put(entry.branch(), entry);
            if (entry.state() == PacketState.COUNTED) {
                inTotals.put(entry.branch(), entry);
            }
        }
        List<AreaTotals> areas = Fixture.fold(DEFINITION, 1, ledger).totals().areas();

        for (int area = 0; area < areas.size(); area++) {
            int place = area;
            List<Counted> below = inTotals.values().stream()
                    .filter(entry -> isBelow(entry.branch(), place))
                    .toList();
            AreaTotals totals = areas.get(area);
            assertThat(totals.reported()).isEqualTo(below.size());
            assertThat(totals.held()).isEqualTo((int) latest.values().stream()
                    .filter(entry -> entry.state() == PacketState.HELD)
                    .filter(entry -> isBelow(entry.branch(), place))
                    .count());
            assertThat(totals.eligible())
                    .isEqualTo(below.stream()
                            .mapToLong(entry -> 1_000 + entry.branch())
                            .sum());
            assertThat(totals.issued())
                    .isEqualTo(below.stream()
                            .mapToLong(entry -> entry.ballots().issued())
                            .sum());
            assertThat(totals.votes()[2])
                    .isEqualTo(below.stream()
                            .mapToLong(entry -> entry.votes().get(2))
                            .sum());
            assertThat(totals.listVotes()[1])
                    .isEqualTo(below.stream()
                            .mapToLong(entry -> entry.listVotes().get(1))
                            .sum());
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void comesBackTheSameFromItsBytes(long seed) throws IOException {
        List<Fixture.Stored> ledger = Fixture.ledger(DEFINITION, new Random(seed), ENTRIES);
        ContestTally tally = Fixture.fold(DEFINITION, 1, ledger);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tally.writeTo(new DataOutputStream(bytes));

        ContestTally copy = ContestTally.readFrom(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), DEFINITION);

        assertThat(copy.digest()).isEqualTo(tally.digest());
    }

    /// The control: what happens to totals without the check of `contest_seq`.
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void withoutTheOrderCheckARepeatWouldDoubleTheVotes(long seed) {
        List<Fixture.Stored> ledger = Fixture.ledger(DEFINITION, new Random(seed), 20);
        List<Counted> entries = new ArrayList<>(Fixture.ofContest(ledger, 1));
        entries.removeIf(entry -> entry.state() == PacketState.HELD || entry.revision() > 1);
        long once = entries.stream().mapToLong(entry -> entry.votes().sum()).sum();
        long blindly = 0;
        ContestTally tally = Fixture.tally(DEFINITION, 1);
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < entries.size(); i++) {
                blindly += entries.get(i).votes().sum();
                tally.apply(List.of(at(i + 1L, entries.get(i))));
            }
        }

        assertThat(LongStream.of(tally.totals().areas().getFirst().votes()).sum())
                .isEqualTo(once);
        assertThat(blindly).isEqualTo(2 * once).isPositive();
    }

    private static Counted at(long contestSeq, Counted entry) {
        return new Counted(
                entry.seq(),
                contestSeq,
                entry.branch(),
                entry.revision(),
                entry.packet(),
                entry.state(),
                entry.ballots(),
                entry.votes(),
                entry.listVotes());
    }

    private static boolean isBelow(int branch, int area) {
        Branch found = DEFINITION.branch(branch).orElseThrow();
        for (int at = found.area(); at >= 0; at = DEFINITION.areas().get(at).parent()) {
            if (at == area) {
                return true;
            }
        }
        return false;
    }
}
