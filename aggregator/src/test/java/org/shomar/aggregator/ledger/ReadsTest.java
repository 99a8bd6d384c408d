package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.stream.IntStream;

/// Goal: a packet is found by its id wherever in the ledger it stands.
///
/// Method: entries moved by hand to where a large ledger has them, read by the connections
/// that only read.
class ReadsTest {
    private static final long APART = 70_000;

    private final String url = TestPostgres.freshDatabase();

    @Test
    void findsAPacketInEveryPartOfTheLedger() {
        List<Verdict.Storable> packets =
                IntStream.rangeClosed(1, 5).mapToObj(i -> Packets.first(7, i)).toList();
        Ledger ledger = open(url);
        packets.forEach(packet -> get(ledger.append(packet)));
        get(ledger.close());
        sql(url, "ALTER TABLE shomar.entry DISABLE TRIGGER ALL");
        sql(url, "UPDATE shomar.entry SET seq = seq * 70000, log_size = seq * 70000 WHERE seq > 1");
        sql(url, "UPDATE shomar.ledger_head SET seq = 6 * 70000");
        Reads reads = new Reads(TestPostgres.VERTX, Database.at(url));

        for (int i = 0; i < packets.size(); i++) {
            Found found = get(reads.find(packets.get(i).signed().id())).orElseThrow();
            assertThat(found.entry().seq()).isEqualTo((i + 2) * APART);
            assertThat(found.branch()).isEqualTo(i + 1);
            assertThat(found.entry().message())
                    .isEqualTo(packets.get(i).signed().message());
        }
        assertThat(get(reads.find(Packets.first(7, 6).signed().id()))).isEmpty();
        get(reads.close());
    }
}
