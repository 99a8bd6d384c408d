package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.LocalPostgres;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goal: a node whose ledger stopped says so to branches, to the load balancer and to the
/// operator, and goes on being read.
///
/// Method: a server beside which somebody wrote a [ForeignEntry]. Taking it over fails
/// half-way. (Its alert is in [PeersAlertsTest].)
class LedgerFaultTest {
    private static final TestElection ELECTION = new TestElection();
    private static final int WAIT_SECONDS_MAX = 60;

    @Test
    void branchesAreAskedToComeBackAndNobodyIsSentThereAnyMore() throws IOException {
        Vertx vertx = Vertx.vertx();
        LocalPostgres postgres = LocalPostgres.start(vertx, Node.dataFolder()).await();
        try (Server server = Server.start(ELECTION.definition, config(postgres.url()));
                Client client = Client.of(server)) {
            assertThat(ops(client, server, "/health/ready").status()).isEqualTo(200);
            assertThat(ops(client, server, "/health/live").status()).isEqualTo(200);

            ForeignEntry.writeTo(postgres.url(), vertx);
            awaitNotReady(client, server);

            assertThat(ops(client, server, "/health/live").status()).isEqualTo(503);
            assertThat(ops(client, server, "/metrics").body())
                    .contains("shomar_ready 0")
                    .contains("shomar_database_connected 0");
            Client.Reply refused =
                    client.post(RawPacket.of(ELECTION, 7, 13, 60, 40).sign1(TestElection.seed(13)));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.json().getString("code")).isEqualTo("overloaded");
            assertThat(refused.json().getString("detail"))
                    .isEqualTo("a fault stopped the ledger of this server: look at its log and"
                            + " restart it");
            assertThat(client.get("/v1/contests/7").status()).isEqualTo(200);
            assertThat(client.packetJson("0".repeat(64)).status()).isEqualTo(503);
        } finally {
            postgres.close().await();
            vertx.close().await();
        }
    }

    private static ServerConfig config(String databaseUrl) throws IOException {
        Path data = Node.dataFolder();
        return new ServerConfig(data, databaseUrl, 0, 0, 0, null, false, null, null, List.of());
    }

    private static void awaitNotReady(Client client, Server server) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (ops(client, server, "/health/ready").status() != 503) {
            assertThat(System.nanoTime()).as("still ready").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static Client.Reply ops(Client client, Server server, String path) {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.ops() + path)).build());
    }
}
