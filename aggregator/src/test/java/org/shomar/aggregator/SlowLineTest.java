package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goal: the time that a branch's line takes is seen in the way of its packet to stored,
/// counted and shown, and not in what the ledger takes, so a slow line burns no latency
/// budget.
///
/// Method: one packet, sent in two halves with a pause between them; sums of the histograms
/// over this one packet.
final class SlowLineTest {
    private static final double PAUSE_SECONDS = 1;
    private static final int WAIT_SECONDS_MAX = 60;
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
        Client.Reply reply = sendInHalves(packet);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (metric("shomar_received_shown_seconds_count") < 1) {
            assertThat(System.nanoTime()).as("not shown").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        double commit = metric("shomar_ledger_commit_seconds_sum");
        assertThat(metric("shomar_ledger_commit_seconds_count")).isEqualTo(1);
        // The server sees the first half later than it was sent, though hardly half a pause.
        for (String way : new String[] {"stored", "counted", "shown"}) {
            assertThat(metric("shomar_received_" + way + "_seconds_sum"))
                    .as(way)
                    .isGreaterThan(PAUSE_SECONDS / 2 + commit);
        }
    }

    /// By hand, as a client of the JDK waits for the whole body.
    private Client.Reply sendInHalves(byte[] packet) throws IOException {
        int half = packet.length / 2;
        String head = "POST /v1/packets HTTP/1.1\r\nHost: test\r\nContent-Type: application/cose"
                + "\r\nContent-Length: " + packet.length + "\r\n\r\n";
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
