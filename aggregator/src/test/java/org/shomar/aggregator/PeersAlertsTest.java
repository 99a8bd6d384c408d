package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Signed;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.tally.TallyConfig;
import org.shomar.aggregator.witness.WitnessAddress;
import org.shomar.aggregator.witness.WitnessConfig;
import org.shomar.aggregator.witness.Witnesses;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Goal: each alert on what others do to a server comes when they do it, and goes.
///
/// Method: two servers of one cluster and one ledger in this process, one of them with two
/// real witnesses and scraped by a real Prometheus, see [AlertsTest]. The other server ends;
/// one witness is away for a while; somebody who has the log's key gets a longer log cosigned
/// by the other; and somebody writes a [ForeignEntry].
class PeersAlertsTest {
    private static final TestElection ELECTION = new TestElection();

    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final Path logKey;
    private final NoteSigner signer;

    PeersAlertsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.logKey = folder.resolve("log-key");
        this.signer =
                LogKeyFile.readOrMake(logKey, "shomar/" + TestElection.NAME, NoteKey.Type.LOG);
    }

    @Fires({"ShomarClusterSmaller", "ShomarWitnessLate", "ShomarWitnessForked", "ShomarNotReady"})
    void whatOthersDoRaisesItsAlert(TestInfo test) throws IOException {
        LocalPostgres postgres = LocalPostgres.start(vertx, Node.dataFolder()).await();
        List<TallyConfig> cluster = cluster();
        try (RunningWitness court = RunningWitness.start(vertx, folder, "court", signer.key());
                RunningWitness paper = RunningWitness.start(vertx, folder, "paper", signer.key());
                Server server = server(
                        postgres, cluster.getFirst(), List.of(court.address(), paper.address()));
                Client client = Client.of(server);
                Prometheus prometheus =
                        Prometheus.start(folder, URI.create(server.ops()).getAuthority());
                AlertWatch alerts = AlertWatch.of(prometheus, test)) {
            prometheus.await("Prometheus", prometheus::ready);
            try (Server _ = server(postgres, cluster.getLast(), List.of())) {
                prometheus.await(
                        "the cluster", () -> prometheus.hasNumbers("shomar_cluster_members == 2"));
                alerts.expectNothingElse(AlertWatch.OF_THE_DISK);
            }
            alerts.expectFiring("ShomarClusterSmaller");

            paper.leave();
            cosignLongerLog(client, court);
            byte[] packet = RawPacket.of(ELECTION, 7, 12, 30, 20).sign1(TestElection.seed(12));
            assertThat(client.post(packet).status()).isEqualTo(201);
            alerts.expectFiring("ShomarWitnessLate", "ShomarWitnessForked");
            paper.comeBack();
            alerts.expectOver("ShomarWitnessLate");

            ForeignEntry.writeTo(postgres.url(), vertx);
            alerts.expectFiring("ShomarNotReady");
            alerts.expectOver("ShomarClusterSmaller");
        } finally {
            postgres.close().await();
            vertx.close().await();
        }
    }

    /// Both ports are open at the same time, so they differ.
    private static List<TallyConfig> cluster() throws IOException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket two = new ServerSocket(0)) {
            List<Integer> ports = List.of(one.getLocalPort(), two.getLocalPort());
            List<String> members =
                    ports.stream().map(port -> "127.0.0.1:" + port).toList();
            return ports.stream()
                    .map(port -> new TallyConfig("127.0.0.1", port, members, 1, 1_000))
                    .toList();
        }
    }

    private Server server(LocalPostgres postgres, TallyConfig tally, List<WitnessAddress> witnesses)
            throws IOException {
        Server server = new Server(
                ELECTION.definition,
                new ServerConfig(
                        Node.dataFolder(),
                        postgres.url(),
                        0,
                        0,
                        0,
                        null,
                        true,
                        logKey,
                        null,
                        witnesses),
                tally);
        server.start();
        return server;
    }

    /// What the log holds and some more, under the same key.
    private void cosignLongerLog(Client client, RunningWitness witness) throws IOException {
        byte[] leaves = client.sendFor(
                        HttpRequest.newBuilder(client.reading.resolve("/tile/0/000.p/1"))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (SignedLog log = SignedLog.open(elsewhere, signer)) {
            log.append(leaves);
            log.append(List.of(Digest.sha256(new byte[] {1}), Digest.sha256(new byte[] {2})));
            Signed longer = log.start().await();
            Witnesses asked =
                    Witnesses.of(vertx, List.of(witness.address()), WitnessConfig.DEFAULT);
            assertThat(asked.cosign(longer.note(), longer.tree()).await().isSignedBy(witness.key))
                    .isTrue();
            asked.close().await();
        }
    }
}
