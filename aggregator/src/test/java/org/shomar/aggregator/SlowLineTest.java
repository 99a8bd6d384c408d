package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Goal: the time that a branch's line takes, and the time that a packet waited before it was
/// sent, are seen in the way of the packet to stored, counted and shown, and not in what the
/// ledger takes, so a slow line burns no latency budget.
///
/// Method: one packet, sent in two halves with a pause between them; one whose request says
/// that it was meant to be sent earlier; what they add to the histograms.
final class SlowLineTest {
    private static final double PAUSE_SECONDS = 1;
    private static final double WAITED_SECONDS = 1_000;
    private static final int WAIT_SECONDS_MAX = 60;
    private static final String COMMIT = "shomar_ledger_commit_seconds";
    private static final List<String> WAYS = List.of(
            "shomar_intended_stored_seconds",
            "shomar_intended_counted_seconds",
            "shomar_intended_shown_seconds");
    private static final TestElection ELECTION = new TestElection();
    private static final Node NODE = Node.start(ELECTION.definition);
    private final Client client = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void isInTheWayOfAPacketAndNotInItsCommit() throws IOException {
        byte[] packet = RawPacket.of(ELECTION, 7, 12, 60, 40).sign1(TestElection.seed(12));
        Added added = added(() -> sendInHalves(packet, ""));
        // The server sees the first half later than it was sent, though hardly half a pause.
        for (double way : added.ways()) {
            assertThat(way).as("%s", added).isGreaterThan(PAUSE_SECONDS / 2 + added.commit());
        }
    }

    @Test
    void whatWaitedBeforeItWasSentCountsFromThere() throws IOException {
        byte[] packet = RawPacket.of(ELECTION, 7, 13, 60, 40).sign1(TestElection.seed(13));
        Added added =
                added(() -> client.send(HttpRequest.newBuilder(client.ingest.resolve("/v1/packets"))
                        .header("Content-Type", "application/cose")
                        .header(
                                "X-Request-Start",
                                "t=" + (Instant.now().getEpochSecond() - (long) WAITED_SECONDS))
                        .POST(BodyPublishers.ofByteArray(packet))
                        .build()));
        assertThat(added.commit()).as("%s", added).isLessThan(WAITED_SECONDS);
        for (double way : added.ways()) {
            assertThat(way).as("%s", added).isBetween(WAITED_SECONDS, 2 * WAITED_SECONDS);
        }
    }

    /// What one packet added, in seconds.
    ///
    /// @param ways to stored, counted and shown
    private record Added(double commit, List<Double> ways) {}

    private interface Sending {
        Client.Reply send() throws IOException;
    }

    private Added added(Sending sending) throws IOException {
        double commit = metric(COMMIT + "_sum");
        double commits = metric(COMMIT + "_count");
        double shown = metric(WAYS.getLast() + "_count");
        List<Double> ways = WAYS.stream().map(way -> metric(way + "_sum")).toList();
        Client.Reply reply = sending.send();
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (metric(WAYS.getLast() + "_count") < shown + 1) {
            assertThat(System.nanoTime()).as("not shown").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(metric(COMMIT + "_count")).isEqualTo(commits + 1);
        return new Added(
                metric(COMMIT + "_sum") - commit,
                IntStream.range(0, ways.size())
                        .mapToObj(way -> metric(WAYS.get(way) + "_sum") - ways.get(way))
                        .toList());
    }

    /// What it says is of its beginning: the pause is in it once.
    @Test
    void aSlowLineIsNotCountedTwiceWhenItsRequestSaysWhenItBegan() throws IOException {
        byte[] packet = RawPacket.of(ELECTION, 7, 14, 60, 40).sign1(TestElection.seed(14));
        long nowMillis = Instant.now().toEpochMilli();
        String said = "X-Request-Start: t=" + BigDecimal.valueOf(nowMillis, 3) + "\r\n";
        long begunNanos = System.nanoTime();
        Added added = added(() -> sendInHalves(packet, said));
        double took = (System.nanoTime() - begunNanos) / 1e9;
        assertThat(added.ways().getFirst())
                .as("%s", added)
                .isBetween(PAUSE_SECONDS / 2, took + PAUSE_SECONDS / 2);
    }

    /// By hand, as a client of the JDK waits for the whole body.
    private Client.Reply sendInHalves(byte[] packet, String more) throws IOException {
        int half = packet.length / 2;
        String head = "POST /v1/packets HTTP/1.1\r\nHost: test\r\nContent-Type: application/cose"
                + "\r\n" + more + "Content-Length: " + packet.length + "\r\n\r\n";
        try (Socket socket = client.trust
                .getSocketFactory()
                .createSocket(client.ingest.getHost(), client.ingest.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
            out.write(packet, 0, half);
            LockSupport.parkNanos((long) (PAUSE_SECONDS * 1e9));
            out.write(packet, half, packet.length - half);
            return RawReply.read(socket.getInputStream());
        }
    }

    private double metric(String name) {
        URI metrics = URI.create(NODE.server().ops() + "/metrics");
        String text = client.send(HttpRequest.newBuilder(metrics).build()).body();
        return Double.parseDouble(text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1));
    }
}
