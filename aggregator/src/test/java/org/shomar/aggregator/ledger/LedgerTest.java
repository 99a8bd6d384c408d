package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Conflict.Kind;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verdicts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Goal: an entry gets one place for ever, and places have no gaps, whoever sends what how
/// often.
/// Method: ledgers on a real PostgreSQL, one empty database a test; two ledgers where two
/// nodes matter.
final class LedgerTest {
    private final String url = TestPostgres.freshDatabase();

    @Test
    void findsAfterARestartWhatWasStoredBefore() {
        List<Verdict.Storable> before =
                IntStream.rangeClosed(1, 20).mapToObj(i -> Packets.first(7, i)).toList();
        Ledger ledger = open(url);
        before.forEach(packet -> get(ledger.append(packet)));
        get(ledger.close());

        Ledger again = open(url);
        for (int i = 0; i < before.size(); i++) {
            Found found = get(again.find(before.get(i).signed().id())).orElseThrow();
            assertThat(found.entry().seq()).isEqualTo(i + 2);
        }
        assertThat(get(again.find(Packets.first(7, 21).signed().id()))).isEmpty();
        get(again.close());
    }

    @Test
    void answersWithThePlaceAndReadsBackTheExactBytes() {
        Ledger ledger = open(url);
        Verdict.Storable held = Packets.first(7, 12, Verdicts.held());
        Stored answer = (Stored) get(ledger.append(held));

        assertThat(answer)
                .isEqualTo(new Stored(
                        true, held.signed().id(), PacketState.HELD, 2, 1, held.findingsJson(), 2));
        Found found = get(ledger.find(held.signed().id())).orElseThrow();
        Entry entry = found.entry();
        assertThat(entry.message()).isEqualTo(held.signed().message());
        assertThat(entry.leafHash()).isEqualTo(held.signed().leafHash());
        assertThat(found.findings()).isEqualTo(held.findingsJson()).contains("H-201");
        assertThat(get(ledger.revisions(7, 12))).containsExactly(new Revision(1, PacketState.HELD));
        assertThat(get(ledger.revisions(7, 13))).isEmpty();
        assertThat(get(ledger.head())).isEqualTo(2);
        assertThat(get(ledger.contestHeads())).isEqualTo(Map.of(7, 1L));
        assertThat(get(ledger.entriesAfter(0, 10))).extracting(Entry::seq).containsExactly(2L);
        assertThat(get(ledger.contestEntries(7, 1, 10)))
                .extracting(Entry::packet)
                .containsExactly(held.signed().id());
        assertThat(get(ledger.messages(1, 10)))
                .containsExactly(Packets.STATEMENT, held.signed().message());
        get(ledger.close());
    }

    /// The first batch is held up until the second waits behind it, then the thread that
    /// answers, so that what is stored meanwhile was sent before. Who looks has threads of its
    /// own, as the one held up may be any of the ledger's Vert.x.
    @Test
    void theNextBatchIsStoredWhileThisOneIsAnswered() {
        Ledger ledger = open(url, new LedgerConfig(1, 100), committed -> {});
        CountDownLatch seen = new CountDownLatch(1);
        Vertx apart = Vertx.vertx();
        PgConnection other = get(PgConnection.connect(apart, url));
        get(other.query("BEGIN; LOCK TABLE shomar.entry IN SHARE MODE").execute());
        Future<Long> first = ledger.append(Packets.first(7, 1)).map(answer -> {
            await(seen);
            return ((Stored) answer).seq();
        });
        Future<Appended> second = ledger.append(Packets.first(7, 2));
        get(other.query("ROLLBACK").execute());
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (get(other.query("SELECT max(seq) FROM shomar.entry").execute())
                            .iterator()
                            .next()
                            .getLong(0)
                    < 3) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(first.isComplete()).isFalse();
        } finally {
            seen.countDown();
        }
        assertThat(get(first)).isEqualTo(2);
        assertThat(((Stored) get(second)).seq()).isEqualTo(3);
        get(apart.close());
        get(ledger.close());
    }

    @Test
    void numbersHaveNoGapsWhenTwoNodesAndManyThreadsAppend() throws InterruptedException {
        Ledger one = open(url);
        Ledger two = open(url);
        int threads = 8;
        int each = 500;
        List<Future<Appended>> answers = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> senders = IntStream.range(0, threads)
                .mapToObj(thread -> Thread.startVirtualThread(() -> {
                    await(go);
                    Ledger ledger = thread % 2 == 0 ? one : two;
                    for (int i = 0; i < each; i++) {
                        answers.add(ledger.append(Packets.first(1 + i % 3, thread * each + i + 1)));
                    }
                }))
                .toList();
        go.countDown();
        for (Thread sender : senders) {
            sender.join();
        }

        List<Stored> stored = answers.stream().map(a -> (Stored) get(a)).toList();
        assertThat(stored).allMatch(Stored::first);
        assertThat(stored.stream().map(Stored::seq).sorted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, threads * each + 1).boxed().toList());
        for (int contest = 1; contest <= 3; contest++) {
            List<Entry> entries = get(one.contestEntries(contest, 1, threads * each));
            assertThat(entries.stream().map(Entry::contestSeq))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries.size()).boxed().toList());
            assertThat(entries).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
        }
        assertThat(one.waiting()).isZero();
        get(one.close());
        get(two.close());
    }

    @Test
    void samePacketAThousandTimesOnTwoNodesIsStoredOnce() {
        Ledger one = open(url);
        Ledger two = open(url);
        Verdict.Storable packet = Packets.first(7, 12);
        List<Future<Appended>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> (i % 2 == 0 ? one : two).append(packet))
                .toList();
        List<Stored> stored = answers.stream().map(a -> (Stored) get(a)).toList();
        assertThat(stored.stream().filter(Stored::first)).hasSize(1);
        assertThat(stored).allMatch(s -> s.seq() == 2 && s.contestSeq() == 1);
        assertThat(get(one.head())).isEqualTo(2);
        get(one.close());
        get(two.close());
    }

    @Test
    void keepsTheOrderOfOneThreadAndAmendsInTheSameBatch() {
        Ledger ledger = open(url);
        Verdict.Storable first = Packets.first(7, 12);
        Verdict.Storable second = Packets.after(first);
        Verdict.Storable third = Packets.after(second);
        List<Future<Appended>> answers =
                List.of(ledger.append(first), ledger.append(second), ledger.append(third));
        assertThat(answers.stream().map(a -> ((Stored) get(a)).seq())).containsExactly(2L, 3L, 4L);
        assertThat(get(ledger.revisions(7, 12)))
                .extracting(Revision::revision)
                .containsExactly(1, 2, 3);
        get(ledger.close());
    }

    @Test
    void refusesConflictAndGapAndKeepsTheConflictAsEvidence() {
        Ledger ledger = open(url);
        Verdict.Storable first = Packets.first(7, 12);
        get(ledger.append(first));
        Digest id = first.signed().id();
        Verdict.Storable other = Packets.first(7, 12, "another count");
        Verdict.Storable wrongPrevious = Packets.after(other);
        Verdict.Storable gap = Packets.after(Packets.after(first));

        assertThat(get(ledger.append(other)))
                .isEqualTo(new Conflict(Kind.REVISION_CONFLICT, 1, id));
        assertThat(get(ledger.append(wrongPrevious)))
                .isEqualTo(new Conflict(Kind.REVISION_CONFLICT, 1, id));
        assertThat(get(ledger.append(gap))).isEqualTo(new Conflict(Kind.REVISION_GAP, 1, id));
        assertThat(get(ledger.append(Packets.after(Packets.first(8, 12)))))
                .isEqualTo(new Conflict(Kind.REVISION_GAP, 0, null));
        assertThat(get(ledger.append(other))).isInstanceOf(Conflict.class);
        assertThat(get(ledger.evidenceCount())).isEqualTo(2);
        assertThat(get(ledger.head())).isEqualTo(2);
        get(ledger.close());
    }

    @Test
    void evidenceOfOneBranchIsBounded() {
        Ledger ledger = open(url);
        get(ledger.append(Packets.first(7, 12)));
        List<Future<Appended>> answers = IntStream.range(0, 300)
                .mapToObj(i -> ledger.append(Packets.first(7, 12, "count " + i)))
                .toList();
        answers.forEach(answer -> assertThat(get(answer)).isInstanceOf(Conflict.class));
        get(ledger.append(Packets.first(7, 13)));
        get(ledger.append(Packets.first(7, 13, "other")));
        assertThat(get(ledger.evidenceCount())).isEqualTo(Statements.EVIDENCE_PER_BRANCH_MAX + 1);
        get(ledger.close());
    }

    @Test
    void tellsOfEveryCommitInOrderBeforeItsAnswers() {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        Ledger ledger = open(
                url,
                LedgerConfig.DEFAULT,
                committed -> committed.forEach(one -> told.add(one.seq())));
        List<Future<Boolean>> toldBefore = IntStream.rangeClosed(1, 1_000)
                .mapToObj(branch -> ledger.append(Packets.first(7, branch))
                        .map(answer -> told.contains(((Stored) answer).seq())))
                .toList();
        assertThat(toldBefore).allMatch(TestPostgres::get);
        assertThat(told)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, 1_001).boxed().toList());
        get(ledger.append(Packets.first(7, 1)));
        assertThat(told).hasSize(1_000);
        get(ledger.close());
    }

    @Test
    void saysFullAndStoresNothingBeyondItsBound() {
        Ledger ledger = open(url, new LedgerConfig(4, 8), committed -> {});
        List<Future<Appended>> answers = IntStream.rangeClosed(1, 1_000)
                .mapToObj(branch -> ledger.append(Packets.first(7, branch)))
                .toList();
        List<Appended> got = answers.stream().map(TestPostgres::get).toList();
        long stored = got.stream().filter(Stored.class::isInstance).count();
        assertThat(got).allMatch(a -> a instanceof Stored || a instanceof Appended.Full);
        assertThat(stored).isBetween(8L, 999L);
        assertThat(get(ledger.head())).isEqualTo(stored + 1);
        get(ledger.close());
    }

    @Test
    void closeCommitsWhatWaits() {
        Ledger ledger = open(url);
        List<Future<Appended>> answers = IntStream.rangeClosed(1, 3_000)
                .mapToObj(branch -> ledger.append(Packets.first(7, branch)))
                .toList();
        get(ledger.close());
        assertThat(answers).allMatch(answer -> answer.result() instanceof Stored);
        assertThat(get(ledger.append(Packets.first(8, 1)))).isInstanceOf(Appended.Full.class);
    }

    @Test
    void answersAreTheSameByteForByteAfterARestart() {
        Ledger before = open(url);
        Verdict.Storable held = Packets.first(7, 12, Verdicts.held());
        Stored first = (Stored) get(before.append(held));
        get(before.close());

        Ledger after = open(url);
        Stored again = (Stored) get(after.append(held));
        assertThat(again)
                .isEqualTo(new Stored(
                        false,
                        first.packet(),
                        first.state(),
                        first.seq(),
                        first.contestSeq(),
                        first.findings(),
                        2));
        assertThat(again.findings().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(held.findingsJson().getBytes(StandardCharsets.UTF_8));
        get(after.close());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
