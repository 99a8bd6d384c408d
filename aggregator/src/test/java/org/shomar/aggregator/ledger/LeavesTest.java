package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.core.Future;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Goal: what grows with the ledger hears of every entry once, in ledger order, on every node.
///
/// Method: two ledgers on one PostgreSQL, commits taken in turn, the leaves that were told
/// compared with the rows.
class LeavesTest {
    private final String url = TestPostgres.freshDatabase();

    @Test
    void everyNodeHearsOfEveryLeafInLedgerOrder() throws InterruptedException {
        get(open(url).close());
        KeptLeaves one = new KeptLeaves(committed -> {});
        KeptLeaves two = new KeptLeaves(committed -> {});
        Ledger first = following(one);
        Ledger second = following(two);
        assertThat(two.size()).isEqualTo(1);
        List<Future<Appended>> answers = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            answers.add((i % 2 == 0 ? first : second).append(Packets.first(7, i)));
        }
        answers.forEach(TestPostgres::get);

        List<Digest> inOrder = new ArrayList<>(List.of(Digest.leafHash(Packets.STATEMENT)));
        get(first.entriesAfter(1, 2_000)).forEach(entry -> inOrder.add(entry.leafHash()));
        assertThat(one.hashes(1_001)).isEqualTo(inOrder);
        assertThat(two.hashes(1_001)).isEqualTo(inOrder);
        get(first.close());
        get(second.close());
    }

    @Test
    void eachEntryIsToldWithTheTimeAtWhichItWasMeantToBeSent() {
        List<Committed> told = new ArrayList<>();
        Ledger ledger = following(new KeptLeaves(told::addAll));
        get(ledger.append(Packets.first(7, 1), 17));
        get(ledger.append(Packets.first(7, 2), 5));
        get(ledger.close());
        assertThat(told).extracting(Committed::intendedNanos).containsExactly(17L, 5L);
    }

    @Test
    void aNodeThatComesLaterHearsOfMoreThanOneAnswerBrings() throws InterruptedException {
        int entries = 2 * Statements.FOLLOWED_MAX + 100;
        Ledger first = open(url);
        for (int from = 1; from <= entries; from += 1_000) {
            IntStream.range(from, Math.min(from + 1_000, entries + 1))
                    .mapToObj(i -> first.append(Packets.first(7, i)))
                    .toList()
                    .forEach(TestPostgres::get);
        }
        KeptLeaves later = new KeptLeaves(committed -> {});
        Ledger second = following(later);

        List<Digest> inOrder = new ArrayList<>(List.of(Digest.leafHash(Packets.STATEMENT)));
        get(first.entriesAfter(1, 2 * entries)).forEach(entry -> inOrder.add(entry.leafHash()));
        assertThat(later.size()).isEqualTo(entries + 1);
        assertThat(later.hashes(entries + 1)).isEqualTo(inOrder);
        assertThat(get(second.contestHeads())).isEqualTo(Map.of(7, (long) entries));
        get(first.close());
        get(second.close());
    }

    @Test
    void anEntryIsCoveredByTheLogAsItWasAfterItsCommit() {
        Ledger ledger = open(url);
        List<Future<Appended>> answers = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            answers.add(ledger.append(Packets.first(7, i)));
        }
        List<Stored> stored = answers.stream().map(a -> (Stored) get(a)).toList();
        List<Stored> again = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> (Stored) get(ledger.append(Packets.first(7, i))))
                .toList();

        assertThat(stored).allMatch(one -> one.logSize() >= one.seq());
        assertThat(stored.stream().map(Stored::logSize).distinct())
                .isSorted()
                .allMatch(size -> stored.get((int) (size - 2)).logSize() == size);
        assertThat(again.stream().map(Stored::logSize))
                .containsExactlyElementsOf(stored.stream().map(Stored::logSize).toList());
        get(ledger.close());
    }

    private Ledger following(Leaves leaves) {
        return get(Ledger.open(
                TestPostgres.VERTX, url, LedgerConfig.DEFAULT, Packets.STATEMENT, leaves));
    }

    @Test
    void refusesALogKeyOtherThanTheFirst() {
        get(open(url).close());
        sql(url, "ALTER TABLE shomar.log_key DISABLE TRIGGER ALL");
        sql(url, "UPDATE shomar.log_key SET vkey = 'shomar/test+11111111+AQ=='");
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("never changes its key");
    }
}
