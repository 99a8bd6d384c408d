package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.ledger.LocalPostgres;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Goal: each alert on what a server runs out of comes when it runs out of it, and goes.
///
/// Method: a server in a process of its own with a small heap, scraped by a real Prometheus,
/// see [AlertsTest]. Other programs take the database's connections; readers that say nothing
/// take the file descriptors; the kernel refuses the file of the last checkpoint; a debugger
/// holds memory in the heap and beside it, and answers for the kernel how much of the disk is
/// free, which is less and less the while.
class MeansAlertsTest {
    private static final TestElection ELECTION = new TestElection();

    private static final int KIB = 1 << 10;
    private static final int HEAP_KIB = 256 * KIB;

    /// What the process may take beside its heap before there is an alert.
    private static final int BESIDE_KIB = 512 * KIB;

    /// Of which those two together are more than four fifths.
    private static final int DIRECT_KIB = 900 * KIB;

    /// Of 64. With those of the server they are more than four fifths.
    private static final int CONNECTIONS = 51;

    private static final Pattern USED = Pattern.compile("\\bused (\\d+)K\\b");

    private final TestInfo test;
    private final Path folder;
    private final Vertx vertx = Vertx.vertx();

    /// What the server is told that is free of its disk, in bytes.
    private static final class Disk implements LongSupplier {
        private final long size;
        private final AtomicLong free;
        private volatile long less;

        Disk(Path folder) throws IOException {
            this.size = Files.getFileStore(folder).getTotalSpace();
            this.free = new AtomicLong(size);
        }

        /// From now on a part of the disk is free.
        ///
        /// @param each so much less of the disk whenever it is asked for
        void free(double part, double each) {
            less = Math.round(size * each);
            free.set(Math.round(size * part));
        }

        @Override
        public long getAsLong() {
            return free.addAndGet(-less);
        }
    }

    MeansAlertsTest(@TempDir Path folder, TestInfo test) {
        this.folder = folder;
        this.test = test;
    }

    @Fires({
        "ShomarDiskLow",
        "ShomarDiskFull",
        "ShomarDiskFilling",
        "ShomarDatabaseConnections",
        "ShomarLogUnsigned",
        "ShomarMemory",
        "ShomarResidentMemory",
        "ShomarDirectMemory",
        "ShomarFiles"
    })
    void whatRunsOutRaisesItsAlert() throws IOException, InterruptedException {
        Path data = Node.dataFolder();
        Disk disk = new Disk(data);
        int debugPort = Prometheus.freePort();
        LocalPostgres postgres = LocalPostgres.start(vertx, Node.dataFolder()).await();
        try (ServerProcess server = start(data, postgres, debugPort);
                Client client = server.client();
                Debugger debugger = Debugger.in(debugPort)
                        .answerAt("sun.nio.fs.UnixFileStore", "getUsableSpace", disk);
                Prometheus prometheus = Prometheus.start(
                        folder, URI.create(server.ready.getString("ops")).getAuthority());
                AlertWatch alerts = AlertWatch.of(prometheus, test)) {
            expectAllIsWell(prometheus, alerts);

            disk.free(1, 0.01);
            takeConnections(alerts, postgres);
            alerts.expectFiring("ShomarDiskFilling");

            disk.free(0.1, 0);
            openFiles(prometheus, alerts, server);
            refuseTheCheckpoint(alerts, client, server);
            alerts.expectFiring("ShomarDiskLow");

            disk.free(0.03, 0);
            holdMemory(alerts, debugger, server);
            alerts.expectFiring("ShomarDiskFull");

            disk.free(1, 0);
            alerts.expectAllOver();
            assertThat(client.get("/v1/contests/7").status()).isEqualTo(200);
        } finally {
            postgres.close().await();
            vertx.close().await();
        }
    }

    private ServerProcess start(Path data, LocalPostgres postgres, int debugPort)
            throws IOException {
        List<String> options = new ArrayList<>(Debugger.options(debugPort));
        options.add("-Xmx" + HEAP_KIB + "k");
        options.add("-XX:MaxDirectMemorySize=" + DIRECT_KIB + "k");
        Path election = Files.write(folder.resolve("election.json"), ELECTION.file);
        return ServerProcess.start(
                options, election, data, "--plain", "--database-url=" + postgres.url());
    }

    /// Whatever the disk of this machine is like, the server was told that it is empty.
    private static void expectAllIsWell(Prometheus prometheus, AlertWatch alerts) {
        prometheus.await("Prometheus", prometheus::ready);
        prometheus.await(
                "the empty disk",
                () -> prometheus.hasNumbers("shomar_disk_free_bytes == shomar_disk_size_bytes"));
        assertThat(prometheus.number("jvm_buffer_memory_max_bytes")).isEqualTo(DIRECT_KIB * KIB);
        alerts.expectOver(AlertWatch.OF_THE_DISK.toArray(String[]::new));
        alerts.expectNothingElse(Set.of());
    }

    private void takeConnections(AlertWatch alerts, LocalPostgres postgres) {
        List<Future<PgConnection>> taken = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> PgConnection.connect(vertx, postgres.url()))
                .toList();
        Future.all(taken).await();
        alerts.expectFiring("ShomarDatabaseConnections");
        Future.all(taken.stream().map(one -> one.result().close()).toList()).await();
    }

    /// Half of what may be open is; then come readers that say nothing.
    private static void openFiles(Prometheus prometheus, AlertWatch alerts, ServerProcess server)
            throws IOException, InterruptedException {
        URI reading = URI.create(server.ready.getString("public"));
        int open = (int) prometheus.number("process_files_open_files");
        List<Socket> readers = new ArrayList<>();
        try (ProcessLimit _ = ProcessLimit.of(server.pid(), "nofile", 2L * open)) {
            while (readers.size() < open * 3 / 4) {
                readers.add(new Socket(reading.getHost(), reading.getPort()));
            }
            alerts.expectFiring("ShomarFiles");
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    /// The branch gets its receipt once the disk takes the checkpoint.
    private static void refuseTheCheckpoint(AlertWatch alerts, Client client, ServerProcess server)
            throws IOException, InterruptedException {
        byte[] packet = RawPacket.of(ELECTION, 7, 12, 60, 40).sign1(TestElection.seed(12));
        try (ProcessLimit _ = ProcessLimit.of(server.pid(), "fsize", 0)) {
            assertThat(client.post(packet).status()).isEqualTo(503);
            alerts.expectFiring("ShomarLogUnsigned");
        }
        assertThat(client.post(packet).status()).isEqualTo(200);
    }

    private static void holdMemory(AlertWatch alerts, Debugger debugger, ServerProcess server)
            throws IOException, InterruptedException {
        debugger.holdBesideHeap((HEAP_KIB + BESIDE_KIB) * KIB);
        alerts.expectFiring("ShomarResidentMemory", "ShomarDirectMemory");
        debugger.letGo();

        collect(server);
        Matcher used = USED.matcher(jcmd(server, "GC.heap_info"));
        assertThat(used.find()).isTrue();
        int usedKib = Integer.parseInt(used.group(1));
        debugger.holdInHeap((HEAP_KIB / 100 * 93 - usedKib) * KIB);
        collect(server);
        alerts.expectFiring("ShomarMemory");
        debugger.letGo();
        collect(server);
    }

    private static void collect(ServerProcess server) throws IOException, InterruptedException {
        jcmd(server, "GC.run");
    }

    private static String jcmd(ServerProcess server, String command)
            throws IOException, InterruptedException {
        return Program.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                command);
    }
}
