package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Goal: a packet is found by its id, whatever memory says of its place.
///
/// Method: five packets, entries 2 to 6, and the connections that only read, which are told
/// the right places, places of others, and that memory ends earlier.
class ReadsTest {
    private final String url = TestPostgres.freshDatabase();
    private final List<Verdict.Storable> packets =
            IntStream.rangeClosed(1, 5).mapToObj(i -> Packets.first(7, i)).toList();
    private final Digest fourth = packets.get(2).signed().id();
    private final Digest unknown = Packets.first(7, 6).signed().id();
    private final Reads reads = new Reads(TestPostgres.VERTX, Database.at(url));

    @BeforeEach
    void store() {
        Ledger ledger = TestPostgres.open(url);
        packets.forEach(packet -> get(ledger.append(packet)));
        get(ledger.close());
    }

    @AfterEach
    void close() {
        get(reads.close());
    }

    @Test
    void findsAPacketAtItsPlace() {
        Found found = find(fourth, List.of(4L), 6).orElseThrow();
        assertThat(found.entry().seq()).isEqualTo(4);
        assertThat(found.branch()).isEqualTo(3);
        assertThat(found.entry().message()).isEqualTo(packets.get(2).signed().message());
    }

    @Test
    void anotherPacketsEntryIsNotMistakenForIt() {
        assertThat(find(fourth, List.of(2L, 4L, 6L), 6).orElseThrow().entry().seq())
                .isEqualTo(4);
        assertThat(find(unknown, List.of(2L, 4L, 6L), 6)).isEmpty();
    }

    @Test
    void findsWhatCameAfterMemoryEnds() {
        assertThat(find(fourth, List.of(), 3).orElseThrow().entry().seq()).isEqualTo(4);
        assertThat(find(unknown, List.of(), 1)).isEmpty();
    }

    /// Entry 1 is in the log, but nobody sent it as a packet.
    @Test
    void theDefinitionStatementIsNoPacket() {
        Digest statement = Digest.sha256(Packets.STATEMENT);
        assertThat(find(statement, List.of(1L), 6)).isEmpty();
        assertThat(find(statement, List.of(), 0)).isEmpty();
    }

    /// The control: it stands at 4, which nobody said.
    @Test
    void looksNowhereElse() {
        assertThat(find(fourth, List.of(3L), 4)).isEmpty();
    }

    private Optional<Found> find(Digest packet, List<Long> seqs, long upTo) {
        return get(reads.find(packet, new Candidates(seqs, upTo)));
    }
}
