package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Goal: what a node remembers of the ledger never decides against what another node stored
/// meanwhile.
///
/// Method: two ledgers on one PostgreSQL. Single cases first, then a crowd of new, repeated,
/// amending and contradicting packets sent to both at once, by a seed, and the answers
/// compared with the rows.
final class SharedLedgerTest {
    private static final int PAIRS = 40;
    private static final int APPENDS = 1_500;

    private final String url = TestPostgres.freshDatabase();
    private final Ledger one = open(url);
    private final Ledger two = open(url);
    private final Verdict.Storable packet = Packets.first(7, 12);

    @AfterEach
    void close() {
        get(one.close());
        get(two.close());
    }

    @Test
    void aPacketThatTheOtherNodeStoredIsKnown() {
        Stored first = (Stored) get(one.append(packet));
        Stored again = (Stored) get(two.append(packet));
        assertThat(again.first()).isFalse();
        assertThat(again.seq()).isEqualTo(first.seq());
        assertThat(again.logSize()).isEqualTo(first.logSize());
    }

    @Test
    void aPacketThatTheOtherNodeStoredIsFound() {
        Stored first = (Stored) get(one.append(packet));
        Found found = get(two.find(packet.signed().id())).orElseThrow();
        assertThat(found.entry().seq()).isEqualTo(first.seq());
        assertThat(get(two.find(Packets.first(7, 13).signed().id()))).isEmpty();
    }

    @Test
    void aPacketThatContradictsTheOtherNodesIsAConflictAndEvidence() {
        get(one.append(packet));
        Conflict conflict = (Conflict) get(two.append(Packets.first(7, 12, "other")));
        assertThat(conflict.revision()).isEqualTo(1);
        assertThat(conflict.packet()).isEqualTo(packet.signed().id());
        assertThat(get(two.evidenceCount())).isEqualTo(1);
    }

    @Test
    void amendsWhatTheOtherNodeStored() {
        get(one.append(packet));
        Stored second = (Stored) get(two.append(Packets.after(packet)));
        assertThat(second.first()).isTrue();
        assertThat(second.contestSeq()).isEqualTo(2);
        assertThat(get(two.contestHeads())).containsExactly(Map.entry(7, 2L));
    }

    /// The batch is asked about because of its first packet, by a node that believes that it
    /// is alone and so asks about that one only.
    @Test
    void aPacketOfTheOtherNodeInABatchThatIsAskedAboutIsKnown() {
        Verdict.Storable mine = Packets.first(7, 1);
        Context loop = loopOfTwo(mine);
        get(one.append(packet));
        Promise<Appended> repeated = Promise.promise();
        Promise<Appended> fromTheOther = Promise.promise();
        loop.runOnContext(together -> {
            two.append(mine).onComplete(repeated);
            two.append(packet).onComplete(fromTheOther);
        });
        assertThat(((Stored) get(repeated.future())).first()).isFalse();
        assertThat(get(fromTheOther.future())).isInstanceOf(Stored.class);
        assertThat(((Stored) get(fromTheOther.future())).first()).isFalse();
    }

    /// The event loop on which answers come; one that was there before we listened says
    /// nothing of it.
    private Context loopOfTwo(Verdict.Storable entry) {
        Context loop = null;
        while (loop == null) {
            loop = get(two.append(entry).map(stored -> Vertx.currentContext()));
        }
        return loop;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAnswerIsWhatTheRowsSay(long seed) {
        SplittableRandom lots = new SplittableRandom(seed);
        Map<Verdict.Storable, List<Future<Appended>>> answers = new HashMap<>();
        List<List<Verdict.Storable>> pairs = new ArrayList<>();
        for (int branch = 1; branch <= PAIRS; branch++) {
            Verdict.Storable first = Packets.first(1 + branch % 3, branch);
            Verdict.Storable second = Packets.after(first);
            pairs.add(List.of(
                    first,
                    second,
                    Packets.after(second),
                    Packets.first(1 + branch % 3, branch, "other")));
        }
        for (int i = 0; i < APPENDS; i++) {
            List<Verdict.Storable> pair = pairs.get(lots.nextInt(PAIRS));
            Verdict.Storable sent = pair.get(lots.nextInt(pair.size()));
            answers.computeIfAbsent(sent, first -> new ArrayList<>())
                    .add((lots.nextBoolean() ? one : two).append(sent));
            if (lots.nextInt(50) == 0) {
                get(answers.get(sent).getLast()); // so that batches have many sizes
            }
        }

        Map<Digest, Long> rows = new HashMap<>();
        answers.values().forEach(all -> all.forEach(TestPostgres::get));
        get(one.entriesAfter(0, APPENDS)).forEach(row -> rows.put(row.packet(), row.seq()));
        answers.forEach((sent, all) -> {
            List<Stored> stored = all.stream()
                    .map(TestPostgres::get)
                    .filter(Stored.class::isInstance)
                    .map(Stored.class::cast)
                    .toList();
            Long seq = rows.remove(sent.signed().id());
            assertThat(stored).allMatch(answer -> seq != null && answer.seq() == seq);
            assertThat(stored.stream().filter(Stored::first)).hasSize(seq == null ? 0 : 1);
        });
        assertThat(rows).isEmpty();
        assertNoGaps();
    }

    private void assertNoGaps() {
        long gaps = sql(
                        url,
                        "SELECT count(*) FROM (SELECT contest_seq, row_number() OVER"
                                + " (PARTITION BY contest ORDER BY seq) AS due"
                                + " FROM shomar.entry WHERE kind = 2) e WHERE contest_seq <> due")
                .iterator()
                .next()
                .getLong(0);
        assertThat(gaps).isZero();
    }
}
