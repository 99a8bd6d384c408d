package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.TestElection.seed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goal: SIGTERM loses nothing: what is under way is stored and answered, then the process
/// ends with 0; what a script reads is one line.
///
/// Method: `serve --plain` as a process; requests of which a half is sent before the signal
/// and the other half once the port is closed.
class TerminationTest {
    private static final TestElection ELECTION = new TestElection();
    private static final long CLOSED_SECONDS_MAX = 60;

    /// Loopback as well, and another address.
    private static final byte[] OTHER_LOOPBACK = {127, 0, 0, 2};

    @Test
    void whatIsUnderWayIsAnsweredAndTheExitCodeIs0(@TempDir Path folder) throws IOException {
        Path election = Files.write(folder.resolve("election.json"), ELECTION.definition.file());
        Path data = Node.dataFolder();
        byte[] first = RawPacket.of(ELECTION, 7, 12, 1, 2).sign1(seed(12));
        byte[] second = RawPacket.of(ELECTION, 7, 13, 3, 4).sign1(seed(13));
        byte[] third = RawPacket.of(ELECTION, 7, 14, 5, 6).sign1(seed(14));
        try (ServerProcess server = ServerProcess.start(election, data, "--plain")) {
            assertThat(server.ready.fieldNames())
                    .containsExactly("ready", "ingest", "public", "ops");
            assertThat(server.ready.getBoolean("ready")).isTrue();
            int port = URI.create(server.ready.getString("ingest")).getPort();
            assertThat(server.ready.getString("ingest")).isEqualTo("http://127.0.0.1:" + port);
            expectPlainOnLoopbackOnly(server, port);
            expectASecondServerIsRefused(election, data);

            try (Socket single = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket batch = new Socket(InetAddress.getLoopbackAddress(), port)) {
                begin(single, "/v1/packets", "application/cose", second.length);
                begin(
                        batch,
                        "/v1/packets/batch",
                        "application/cbor-seq",
                        first.length + third.length);
                single.getOutputStream().write(second, 0, 40);
                batch.getOutputStream().write(first);
                assertThat(chunkOf(batch)).startsWith("{\"status\":201,");
                server.terminate();
                awaitClosed(port);
                single.getOutputStream().write(second, 40, second.length - 40);
                batch.getOutputStream().write(third);
                assertThat(RawReply.read(single.getInputStream()).status()).isEqualTo(201);
                assertThat(RawReply.line(batch.getInputStream())).isNotEmpty();
                assertThat(RawReply.line(batch.getInputStream())).startsWith("{\"status\":201,");
            }
            assertThat(server.exitCode()).isZero();
            assertThat(server.restOfOutput()).isEmpty();
        }
        assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void aStopWhileItStartsClosesWhatIsOpenAlready() throws Exception {
        Path data = Node.dataFolder();
        Server server = new Server(
                ELECTION.definition, new ServerConfig(data, null, 0, 0, 0, null, true, null, null));
        Path database = data.resolve("postgres").resolve("postmaster.pid");
        FutureTask<Void> start = new FutureTask<>(() -> {
            server.start();
            return null;
        });
        Thread.ofPlatform().start(start);
        while (!Files.exists(database) && !start.isDone()) {
            Thread.onSpinWait();
        }
        server.close();

        assertThatThrownBy(start::get).hasMessageContaining("stopped while starting");
        assertThat(database).doesNotExist();
    }

    private static void expectPlainOnLoopbackOnly(ServerProcess server, int port)
            throws IOException {
        assertThatThrownBy(() -> new Socket(InetAddress.getByAddress(OTHER_LOOPBACK), port).close())
                .isInstanceOf(ConnectException.class);
        int open = URI.create(server.ready.getString("public")).getPort();
        new Socket(InetAddress.getByAddress(OTHER_LOOPBACK), open).close();
    }

    private static void expectASecondServerIsRefused(Path election, Path data) {
        Shell.Result second = Shell.run(
                "serve",
                "--election=" + election,
                "--data=" + data,
                "--ingest-port=0",
                "--public-port=0",
                "--ops-port=0");
        assertThat(second.exit()).isEqualTo(2);
        assertThat(second.errors())
                .contains("shomar: another server is running on the data directory " + data);
        assertThat(second.output()).isEmpty();
    }

    private static void begin(Socket socket, String path, String type, int length)
            throws IOException {
        socket.setSoTimeout(60_000);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    }

    /// The first line of an answer in chunks.
    private static String chunkOf(Socket socket) throws IOException {
        for (String line = RawReply.line(socket.getInputStream());
                !line.isEmpty();
                line = RawReply.line(socket.getInputStream())) {}
        RawReply.line(socket.getInputStream());
        String chunk = RawReply.line(socket.getInputStream());
        assertThat(new JsonObject(chunk).getString("state")).isEqualTo("counted");
        return chunk + RawReply.line(socket.getInputStream());
    }

    /// Returns once no connection is taken any more.
    private static void awaitClosed(int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSED_SECONDS_MAX);
        while (System.nanoTime() < deadline) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(probe.isConnected() ? 20 : 0));
            } catch (ConnectException closed) {
                return;
            }
        }
        throw new AssertionError("the port stays open after SIGTERM");
    }
}
