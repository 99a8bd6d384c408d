package org.shomar.aggregator.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Fixture;
import org.shomar.aggregator.fold.Totals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/// Goal: the totals at a place of the ledger are the fold of what stands up to there.
/// Method: ledgers made from a seed; a tally takes entry after entry, and its totals after
/// each are asked for again.
class HistoryTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final int SECONDS_MAX = 20;

    static LongStream seeds() {
        return Fixture.seeds(5);
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void isTheFoldOfEachPrefix(long seed) throws TimeoutException {
        Definition definition = Fixture.definition(3, 12);
        List<Fixture.Stored> ledger = Fixture.ledger(definition, new Random(seed), 120);
        History history = history(definition, ledger);
        ContestTally[] tallies = new ContestTally[4];
        for (int contest = 1; contest <= 3; contest++) {
            tallies[contest] = Fixture.tally(definition, contest);
            same(history, contest, 0, tallies[contest].totals());
            same(history, contest, 1, tallies[contest].totals());
        }
        for (Fixture.Stored stored : ledger) {
            tallies[stored.contest()].apply(List.of(stored.counted()));
            for (int contest = 1; contest <= 3; contest++) {
                same(history, contest, stored.counted().seq(), tallies[contest].totals());
            }
        }
    }

    @Test
    void readsOnWhereAReadEnded() throws TimeoutException {
        Definition definition = Fixture.definition(1, 40);
        int entries = 2 * History.ENTRIES_PER_READ;
        List<Fixture.Stored> ledger = Fixture.ledger(definition, new Random(7), entries);
        History history = history(definition, ledger);
        for (int seq : List.of(
                History.ENTRIES_PER_READ,
                History.ENTRIES_PER_READ + 1,
                History.ENTRIES_PER_READ + 2,
                entries,
                entries + 1)) {
            Totals then =
                    Fixture.fold(definition, 1, ledger.subList(0, seq - 1)).totals();
            same(history, 1, seq, then);
        }
    }

    @Test
    void isEmptyBeyondTheEndAndWholeOnceTheLedgerComesThere() throws TimeoutException {
        Definition definition = Fixture.definition(1, 4);
        List<Fixture.Stored> ledger = Fixture.ledger(definition, new Random(1), 10);
        MemoryLedger memory = new MemoryLedger(ledger.subList(0, 9));
        History history = new History(VERTX, definition, memory, memory::decode);
        assertThat(await(history.totalsAt(1, 11))).isEmpty();

        memory.commit(ledger.subList(9, 10));
        same(history, 1, 11, Fixture.fold(definition, 1, ledger).totals());
    }

    @Test
    void failsOnAGapAndWhenTheLedgerIsAway() {
        Definition definition = Fixture.definition(1, 4);
        List<Fixture.Stored> ledger = Fixture.ledger(definition, new Random(1), 10);
        MemoryLedger memory = new MemoryLedger(ledger.subList(1, 10));
        History history =
                new History(VERTX, definition, memory, entry -> ledger.get((int) entry.seq() - 2)
                        .counted());
        assertThatThrownBy(() -> await(history.totalsAt(1, 9)))
                .hasMessageContaining("lacks the entry with contest_seq 1");
        memory.failNext(1);
        assertThatThrownBy(() -> await(history.totalsAt(1, 9))).hasMessageContaining("away");
    }

    private static History history(Definition definition, List<Fixture.Stored> ledger) {
        MemoryLedger memory = new MemoryLedger(ledger);
        return new History(VERTX, definition, memory, memory::decode);
    }

    private static void same(History history, int contest, long seq, Totals expected)
            throws TimeoutException {
        assertThat(await(history.totalsAt(contest, seq)))
                .usingRecursiveComparison()
                .isEqualTo(Optional.of(expected));
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
