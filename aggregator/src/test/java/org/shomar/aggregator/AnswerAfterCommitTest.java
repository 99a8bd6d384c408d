package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goal: nobody is answered before COMMIT.
///
/// Method: a lock of the test keeps the ledger's INSERT waiting; while it waits, the sender
/// must have heard nothing; once the lock is gone, the answer comes.
class AnswerAfterCommitTest {
    private static final String BLOCKED =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'";
    private static final TestElection ELECTION = new TestElection();

    @Test
    void nothingIsHeardWhileTheEntryIsNotCommitted() throws IOException {
        Vertx vertx = Vertx.vertx();
        byte[] packet = RawPacket.of(ELECTION, 7, 12, 30, 20).sign1(seed(12));
        try (Node node = Node.start(ELECTION.definition)) {
            String port = Files.readAllLines(
                            node.data.resolve("postgres").resolve("postmaster.pid"))
                    .get(3)
                    .strip();
            PgConnection sql = PgConnection.connect(
                            vertx, "postgresql://postgres@127.0.0.1:" + port + "/postgres")
                    .await();
            // The connection is warm, so that an answer given too early is here in time.
            assertThat(node.client().post(packet).status()).isEqualTo(201);
            run(sql, "BEGIN");
            run(sql, "LOCK TABLE shomar.entry IN SHARE MODE");
            byte[] next = RawPacket.of(ELECTION, 7, 13, 30, 20).sign1(seed(13));
            CompletableFuture<Client.Reply> reply =
                    CompletableFuture.supplyAsync(() -> node.client().post(next));
            awaitBlocked(sql);
            // Another request goes all the way there and back after the INSERT was sent.
            assertThat(node.client().post(new byte[] {0}).status()).isEqualTo(400);
            assertThat(node.client().packetJson("0".repeat(64)).status()).isEqualTo(404);
            assertThat(reply).isNotDone();
            run(sql, "ROLLBACK");
            assertThat(reply.orTimeout(60, TimeUnit.SECONDS).join().status()).isEqualTo(201);
            sql.close().await();
        } finally {
            vertx.close().await();
        }
    }

    private static void run(PgConnection sql, String statement) {
        sql.query(statement).execute().await();
    }

    private static void awaitBlocked(PgConnection sql) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (sql.query(BLOCKED).execute().await().iterator().next().getLong(0) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
