package org.shomar.aggregator.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.tally.Members.await;

import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;
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
import java.util.stream.Collectors;

/// Goal: three members hold the same totals as one, also when one of them goes or dies.
///
/// Method: three real members in this JVM; every entry is offered to a member drawn by lot,
/// some to several, and the digests seen from each member are compared with those of the pure
/// fold.
class TallyClusterTest {
    private static final Definition DEFINITION = Fixture.definition(12, 40);
    private static final List<Fixture.Stored> LEDGER =
            Fixture.ledger(DEFINITION, new Random(11), 4_000);

    @Test
    void threeMembersFoldLikeOne() throws IOException {
        MemoryLedger ledger = new MemoryLedger(LEDGER.subList(0, 500));
        try (Members members = Members.start(3, DEFINITION, ledger)) {
            offer(members, 3, 500, 4_000);

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void aMemberThatLeavesLeavesTheTotalsBehind() throws IOException {
        try (Members members = Members.start(3, DEFINITION, new MemoryLedger(List.of()))) {
            offer(members, 3, 0, 2_000);
            Tally leaving = members.remove(1);
            var left = leaving.close();
            offer(members, 2, 2_000, 4_000);
            await(left);

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void aMemberThatDiesLosesNothing() throws IOException {
        try (Members members = Members.start(3, DEFINITION, new MemoryLedger(List.of()))) {
            offer(members, 3, 0, 2_000);
            Members.kill(members.remove(2));
            offer(members, 2, 2_000, 4_000);

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void theBackupHoldsTheSameTally() throws IOException {
        MemoryLedger ledger = new MemoryLedger(LEDGER);
        try (Members members = Members.start(2, DEFINITION, ledger)) {
            members.awaitFold(LEDGER);
            members.awaitBackups();
            ledger.failNext(Integer.MAX_VALUE);
            Members.kill(members.remove(0));

            members.awaitFold(LEDGER);
        }
    }

    @Test
    void everyMemberHearsWhatAnotherMerged() throws IOException {
        try (Members members = Members.start(2, DEFINITION, new MemoryLedger(List.of()))) {
            Promise<Integer> heard = Promise.promise();
            members.get(1).onChange((contest, head) -> heard.tryComplete(contest));
            List<Counted> first = Fixture.ofContest(LEDGER, 5).subList(0, 1);
            members.get(0).merge(5, first);

            assertThat(await(heard.future())).isEqualTo(5);
        }
    }

    /// One contest, many, one without entries, none: an operation of its own or together, the
    /// answers are those of the fold.
    @Test
    void whatIsAskedTogetherIsWhatIsAskedAlone() {
        TallyCluster one = TallyCluster.start(TallyConfig.ALONE, DEFINITION, Runnable::run);
        try {
            await(one.merge(Map.of(1, Fixture.ofContest(LEDGER, 1))));
            await(one.merge(
                    Map.of(2, Fixture.ofContest(LEDGER, 2), 3, Fixture.ofContest(LEDGER, 3))));
            for (Set<Integer> contests :
                    List.of(Set.<Integer>of(), Set.of(2), Set.of(4), Set.of(1, 2, 3, 4))) {
                Map<Integer, Totals> expected = contests.stream()
                        .filter(contest -> contest < 4)
                        .collect(Collectors.toMap(contest -> contest, contest -> Fixture.fold(
                                        DEFINITION, contest, LEDGER)
                                .totals()));
                assertThat(await(one.totals(contests)))
                        .usingRecursiveComparison()
                        .isEqualTo(expected);
                assertThat(await(one.heads(contests)))
                        .isEqualTo(contests.stream()
                                .collect(Collectors.toMap(
                                        contest -> contest, TallyClusterTest::head)));
            }
            assertThat(await(one.merge(Map.of(1, Fixture.ofContest(LEDGER, 1)))))
                    .isEqualTo(Map.of(1, new Merged.UpTo(head(1))));
        } finally {
            one.close();
        }
    }

    /// Contest 4 has nothing there.
    private static long head(int contest) {
        return contest == 4 ? 0 : Fixture.ofContest(LEDGER, contest).size();
    }

    /// Commits entries and offers each to one or more of the first members.
    private static void offer(Members members, int count, int from, int to) {
        Random lots = new Random(from);
        for (int i = from; i < to; i++) {
            Fixture.Stored stored = LEDGER.get(i);
            members.ledger().commit(List.of(stored));
            for (int offers = lots.nextInt(3); offers >= 0; offers--) {
                members.get(lots.nextInt(count)).merge(stored.contest(), List.of(stored.counted()));
            }
        }
    }
}
