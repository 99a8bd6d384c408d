package org.shomar.aggregator.ledger;

import io.vertx.core.Vertx;

import org.shomar.aggregator.verify.Verdict;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A server process for tests to kill: stores one packet, says so, and waits.
final class KilledServer {
    static final String READY = "ready ";
    static final Verdict.Storable PACKET = Packets.first(7, 12);

    private KilledServer() {}

    public static void main(String[] args) throws InterruptedException {
        LocalPostgres postgres = TestPostgres.get(LocalPostgres.start(
                Vertx.vertx(), Path.of(args[0]), TestPostgres.PROGRAMS, Map.of()));
        Ledger ledger = TestPostgres.get(Ledger.open(
                Vertx.vertx(),
                postgres.url(),
                LedgerConfig.DEFAULT,
                Packets.STATEMENT,
                new KeptLeaves(committed -> {})));
        TestPostgres.get(ledger.append(PACKET));
        System.out.println(READY + postgres.pid());
        new CountDownLatch(1).await();
    }
}
