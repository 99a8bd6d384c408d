package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Goal: who has a packet's id can read it with its receipt, from any node, from the moment
/// the branch was answered.
///
/// Method: two nodes on one PostgreSQL; each packet is sent to one and read at once from the
/// other, which hears of it up to a second later.
class FreshPacketTest {
    private static final TestElection ELECTION = new TestElection();

    @Test
    void isReadFromAnotherNodeThatHasNotHeardOfIt(@TempDir Path folder) throws IOException {
        Path key = folder.resolve("log-key");
        LogKeyFile.readOrMake(key, "shomar/" + TestElection.NAME, NoteKey.Type.LOG);
        Vertx vertx = Vertx.vertx();
        LocalPostgres postgres = LocalPostgres.start(vertx, Node.dataFolder()).await();
        try (Server one = Server.start(ELECTION.definition, config(postgres.url(), key));
                Server two = Server.start(ELECTION.definition, config(postgres.url(), key));
                Client first = Client.of(one);
                Client second = Client.of(two)) {
            for (int branch = 12; branch <= 14; branch++) {
                byte[] packet =
                        RawPacket.of(ELECTION, 7, branch, 60, 40).sign1(TestElection.seed(branch));
                Client.Reply stored = first.post(packet);
                assertThat(stored.status()).isEqualTo(201);

                Client.Reply read = second.packetJson(stored.json().getString("packet"));
                assertThat(read.status()).as(read.body()).isEqualTo(200);
                assertThat(read.json().getString("receipt"))
                        .isEqualTo(stored.json().getString("receipt"));
            }
        } finally {
            postgres.close().await();
            vertx.close().await();
        }
    }

    private static ServerConfig config(String databaseUrl, Path key) throws IOException {
        Path data = Node.dataFolder();
        return new ServerConfig(data, databaseUrl, 0, 0, 0, null, false, key, null, List.of());
    }
}
