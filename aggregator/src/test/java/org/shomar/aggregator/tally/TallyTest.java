package org.shomar.aggregator.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.tally.Members.await;

import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Fixture;
import org.shomar.aggregator.fold.Merged;
import org.shomar.aggregator.fold.Totals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Goal: one member's totals are the fold of the ledger, whatever is lost between commit and
/// merge.
///
/// Method: a real member on the loopback address, a ledger in memory; merges are skipped,
/// repeated and torn, and the digests compared with those of the pure fold.
class TallyTest {
    private static final Definition DEFINITION = Fixture.definition(3, 40);
    private static final List<Fixture.Stored> LEDGER =
            Fixture.ledger(DEFINITION, new Random(7), 3_000);

    @Test
    void foldsAtStartWhatTheLedgerHolds() throws IOException {
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(LEDGER))) {
            Tally tally = members.get(0);

            for (int contest = 1; contest <= 3; contest++) {
                assertThat(await(tally.digest(contest)))
                        .isEqualTo(Fixture.fold(DEFINITION, contest, LEDGER).digest());
            }
            assertThat(await(tally.totals(1)))
                    .usingRecursiveComparison()
                    .isEqualTo(Fixture.fold(DEFINITION, 1, LEDGER).totals());
            assertThat(await(tally.branches(2)))
                    .isEqualTo(Fixture.fold(DEFINITION, 2, LEDGER).branchStates());
            assertThat(tally.folded()).isEqualTo(LEDGER.size());
        }
    }

    @Test
    void foldsALedgerOfManyPagesInOneReading() throws IOException {
        int entries = 2 * FirstFold.GATHERED_ENTRIES + FirstFold.PAGE_ENTRIES / 2;
        List<Fixture.Stored> large = Fixture.ledger(DEFINITION, new Random(8), entries);
        MemoryLedger ledger = new MemoryLedger(large);
        try (Members members = Members.start(1, DEFINITION, ledger)) {
            int readsAtStart = ledger.contestReads();

            for (int contest = 1; contest <= 3; contest++) {
                assertThat(await(members.get(0).digest(contest)))
                        .isEqualTo(Fixture.fold(DEFINITION, contest, large).digest());
            }
            assertThat(members.get(0).caughtUp()).isEqualTo(entries);
            assertThat(readsAtStart).as("contests read apart").isZero();
        }
    }

    @Test
    void doesNotStartOnPartOfALedger() {
        int reads = 2 + FirstFold.GATHERED_ENTRIES / FirstFold.PAGE_ENTRIES;
        List<Fixture.Stored> large =
                Fixture.ledger(DEFINITION, new Random(8), 2 * FirstFold.GATHERED_ENTRIES);
        for (int left = 0; left <= reads; left += reads / 2) {
            MemoryLedger ledger = new MemoryLedger(large);
            ledger.failAfter(left);

            assertThatThrownBy(() -> Members.start(1, DEFINITION, ledger))
                    .hasStackTraceContaining("the database is away");
        }
    }

    @Test
    void answersForContestsWithoutEntries() throws IOException {
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(List.of()))) {
            Totals totals = await(members.get(0).totals(3));

            assertThat(totals.seq()).isZero();
            assertThat(totals.areas().getFirst().expected()).isEqualTo(40);
            assertThat(await(members.get(0).branches(3)).branches()).hasSize(40);
            assertThatThrownBy(() -> await(members.get(0).totals(99)))
                    .hasStackTraceContaining("contest 99, which the definition");
        }
    }

    @Test
    void mergesFreshEntriesAndTellsWhichContestsMoved() throws IOException {
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(List.of()))) {
            Tally tally = members.get(0);
            Set<Integer> moved = ConcurrentHashMap.newKeySet();
            tally.onChange((contest, head) -> moved.add(contest));
            members.ledger().commit(LEDGER);
            for (Fixture.Stored stored : LEDGER) {
                tally.merge(stored.contest(), List.of(stored.counted()));
            }
            members.awaitFold(LEDGER);

            assertThat(moved).containsExactlyInAnyOrder(1, 2, 3);
            members.awaitNoneWaiting();
        }
    }

    /// The ledger is empty, so nothing but the flights can bring them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Timeout(20)
    void mergesEachEntryThoughNothingElseComes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(List.of()))) {
            Tally tally = members.get(0);
            for (int i = 0; i < 300; i++) {
                Fixture.Stored stored = LEDGER.get(i);
                tally.merge(stored.contest(), List.of(stored.counted()));
                if (random.nextInt(3) == 0) {
                    awaitFolded(tally, i + 1);
                }
                LockSupport.parkNanos(random.nextLong(2_000_000 * Lanes.FLIGHT_MILLIS));
            }
            awaitFolded(tally, 300);
            members.awaitNoneWaiting();
            assertThat(tally.caughtUp()).isZero();
        }
    }

    private static void awaitFolded(Tally tally, int entries) {
        while (tally.folded() < entries) {
            LockSupport.parkNanos(20_000);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("waited too long")
                    .isFalse();
        }
    }

    @Test
    void bringsWhatWasCommittedAndNeverMerged() throws IOException {
        MemoryLedger ledger = new MemoryLedger(LEDGER.subList(0, 1_000));
        try (Members members = Members.start(1, DEFINITION, ledger)) {
            ledger.commit(LEDGER.subList(1_000, 3_000));

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void bringsTheEntryBeforeTheOneThatCame() throws IOException {
        MemoryLedger ledger = new MemoryLedger(LEDGER.subList(0, 2_000));
        try (Members members = Members.start(1, DEFINITION, ledger)) {
            ledger.commit(LEDGER.subList(2_000, 3_000));
            for (int i = 2_500; i < 3_000; i++) {
                Fixture.Stored stored = LEDGER.get(i);
                members.get(0).merge(stored.contest(), List.of(stored.counted()));
            }

            members.awaitFold(LEDGER);
            members.awaitNoneWaiting();
        }
    }

    @Test
    void triesOnWhenTheLedgerCannotBeRead() throws IOException {
        MemoryLedger ledger = new MemoryLedger(List.of());
        try (Members members = Members.start(1, DEFINITION, ledger)) {
            ledger.failNext(5);
            ledger.commit(LEDGER);

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void refusesToStartOnALedgerThatContradictsTheDefinition() {
        MemoryLedger ledger =
                new MemoryLedger(Fixture.ledger(Fixture.definition(3, 60), new Random(7), 500));

        assertThatThrownBy(() -> Members.start(1, DEFINITION, ledger))
                .hasStackTraceContaining("but the definition has none of that number");
    }

    @Test
    void answersBehindWithTheEntryThatItNeeds() throws IOException {
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(List.of()))) {
            TallyCluster cluster = members.get(0).cluster();
            List<Counted> entries = Fixture.ofContest(LEDGER, 1);

            assertThat(await(cluster.merge(1, entries.subList(1, 5))))
                    .isEqualTo(new Merged.Behind(1));
            assertThat(await(cluster.merge(1, entries.subList(0, 5))))
                    .isEqualTo(new Merged.UpTo(5));
            assertThat(await(cluster.merge(1, entries.subList(7, 9))))
                    .isEqualTo(new Merged.Behind(6));
        }
    }

    @Test
    void anEntryThatCannotBeMergedStopsItsOwnContestOnly() throws IOException {
        Counted sound = Fixture.ofContest(LEDGER, 1).getFirst();
        Counted wrong = new Counted(
                sound.seq(),
                1,
                9_999, // no such branch
                1,
                sound.packet(),
                sound.state(),
                sound.ballots(),
                sound.votes(),
                sound.listVotes());
        List<Counted> second = Fixture.ofContest(LEDGER, 2).subList(0, 5);
        List<Counted> third = Fixture.ofContest(LEDGER, 3).subList(0, 7);
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(List.of()))) {
            Tally tally = members.get(0);
            Promise<Void> both = Promise.promise();
            Map<Integer, Long> heads = new ConcurrentHashMap<>();
            tally.onChange((contest, head) -> {
                heads.put(contest, head);
                if (heads.size() == 2) {
                    both.tryComplete();
                }
            });
            tally.merge(Map.of(1, List.of(wrong), 2, second, 3, third)); // one flight

            await(both.future());
            assertThat(heads).containsOnly(Map.entry(2, 5L), Map.entry(3, 7L));
            assertThat(await(tally.totals(2)).contestSeq()).isEqualTo(5);
            assertThat(await(tally.totals(1)).contestSeq()).isZero();
        }
    }

    @Test
    void tellsALateListenerOfEveryContestThatHasEntries() throws IOException {
        try (Members members = Members.start(1, DEFINITION, new MemoryLedger(LEDGER))) {
            Set<Integer> moved = ConcurrentHashMap.newKeySet();
            Promise<Void> all = Promise.promise();
            members.get(0).onChange((contest, head) -> {
                moved.add(contest);
                if (moved.size() == 3) {
                    all.tryComplete();
                }
            });

            await(all.future());
        }
    }
}
