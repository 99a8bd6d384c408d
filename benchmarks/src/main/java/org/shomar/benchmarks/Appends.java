package org.shomar.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.LedgerConfig;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.verify.Verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A ledger on an embedded PostgreSQL of its own, and packets that are new to it.
final class Appends implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Night night = Night.signed();
    private final Path folder;
    private final LocalPostgres postgres;
    private final Ledger ledger;
    private List<Verdict.Storable> next = List.of();
    private int place;

    /// @param entriesBefore in the ledger, which was analyzed when it was empty
    /// @param waitingMax    packets appended at once
    Appends(long entriesBefore, int entriesPerCommitMax, int waitingMax)
            throws IOException, SQLException {
        LedgerConfig config = new LedgerConfig(entriesPerCommitMax, waitingMax);
        folder = Files.createTempDirectory("shomar-ledger-benchmark");
        postgres = LocalPostgres.start(vertx, folder).await();
        open(config).close().await();
        FilledLedger.fill(postgres.url(), entriesBefore);
        ledger = open(config);
    }

    private Ledger open(LedgerConfig config) {
        return Ledger.open(vertx, postgres.url(), config, night.definition(), new Growing())
                .await();
    }

    /// Makes the packets of the next [#append].
    void make(int packets) {
        next = IntStream.range(place, place + packets)
                .parallel()
                .mapToObj(night::packet)
                .toList();
        place += packets;
    }

    /// Appends all at once and returns how many were stored first.
    long append() {
        List<Future<Appended>> answers = next.stream().map(ledger::append).toList();
        Future.all(answers).await();
        return answers.stream()
                .filter(answer ->
                        answer.result() instanceof Appended.Stored stored && stored.first())
                .count();
    }

    @Override
    public void close() throws IOException {
        ledger.close().await();
        postgres.close().await();
        vertx.close().await();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
