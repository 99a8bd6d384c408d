package org.shomar.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.LedgerConfig;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Verdict;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

/// A ledger on an embedded PostgreSQL of its own, and packets that are new to it.
final class Appends implements AutoCloseable {
    /// From a packet's pair to the next one's, so that a commit is of all contests, as in a
    /// night: the golden section of `Night.PAIRS`, without a divisor in common with it, so
    /// each pair comes once a round.
    private static final long STRIDE = 123_607;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private final Night night = Night.signed();
    private final ScratchPostgres postgres;
    private final Ledger ledger;

    /// The last packet of each pair of branch and contest.
    private final @Nullable Digest[] latest = new Digest[Night.PAIRS];

    private List<Verdict.Storable> next = List.of();
    private long made;

    /// @param entriesBefore in the ledger, which was analyzed when it was empty
    /// @param waitingMax    packets appended at once
    Appends(long entriesBefore, int entriesPerCommitMax, int waitingMax)
            throws IOException, SQLException {
        LedgerConfig config = new LedgerConfig(entriesPerCommitMax, waitingMax);
        postgres = ScratchPostgres.start(vertx);
        open(config).close().await();
        FilledLedger.fill(postgres.url(), entriesBefore);
        ledger = open(config);
    }

    private Ledger open(LedgerConfig config) {
        return Ledger.open(vertx, postgres.url(), config, night.definition(), new Growing())
                .await();
    }

    /// Makes the packets of the next [#append]: first counts for as long as there are pairs
    /// without one, then each pair's next revision, which is 35 bytes longer.
    ///
    /// @param packets at most `Night.PAIRS`
    void make(int packets) {
        next = LongStream.range(made, made + packets)
                .parallel()
                .mapToObj(this::packet)
                .toList();
        made += packets;
    }

    private Verdict.Storable packet(long place) {
        int pair = (int) (place * STRIDE % Night.PAIRS);
        int revision = Math.toIntExact(1 + place / Night.PAIRS);
        Verdict.Storable packet = night.packet(pair, revision, latest[pair]);
        latest[pair] = packet.signed().id();
        return packet;
    }

    /// Appends all at once and returns how many were stored, which is all of them.
    long append() {
        List<Future<Appended>> answers = next.stream().map(ledger::append).toList();
        Future.all(answers).await();
        long stored = answers.stream()
                .filter(answer -> answer.result() instanceof Appended.Stored place && place.first())
                .count();
        if (stored < next.size()) {
            throw new IllegalStateException(stored + " of " + next.size() + " were stored");
        }
        return stored;
    }

    @Override
    public void close() {
        ledger.close().await();
        postgres.close();
        vertx.close().await();
    }
}
