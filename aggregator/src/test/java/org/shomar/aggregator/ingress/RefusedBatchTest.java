package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Goal: a batch that was refused because there is too much to do comes again on the same
/// connection, and nothing of the refused one is taken; but where nobody can say when the
/// refused body is over, the connection ends.
/// Method: bytes over loopback, an intake that is full when the test wants.
@Timeout(Door.WAIT_SECONDS)
class RefusedBatchTest {
    /// A body that does not come is waited for so long.
    private static final int SILENCE_MILLIS = 1_000;

    private static final int MESSAGES = 1_000;

    private final FakeIntake intake = FakeIntake.storing();
    private final Door door = new Door(intake, Door.CONNECTIONS_MAX, 1, SILENCE_MILLIS);
    private Line line;

    @BeforeEach
    void refuse() throws IOException {
        line = door.connect();
        intake.full().set(true);
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        door.close();
    }

    /// Whole messages of two bytes, each of another kind.
    private static byte[] body(int kind, int messages) {
        byte[] body = new byte[2 * messages];
        for (int at = 0; at < body.length; at += 2) {
            body[at] = (byte) 0xd2;
            body[at + 1] = (byte) kind;
        }
        return body;
    }

    private static String head(long length, String... more) {
        return Line.head(
                "/v1/packets/batch",
                "application/cbor-seq",
                String.join("\r\n", more) + (more.length > 0 ? "\r\n" : "") + "Content-Length: "
                        + length);
    }

    private Line.Reply refusal() throws IOException {
        Line.Reply reply = line.reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().getString("code")).isEqualTo("overloaded");
        assertThat(reply.headers()).containsKey("retry-after");
        return reply;
    }

    private void assertStays() throws IOException {
        assertThat(refusal().headers()).doesNotContainKey("connection");
    }

    private void assertEnds() throws IOException {
        assertThat(refusal().headers()).containsEntry("connection", "close");
        assertThat(line.closedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesAgainOnTheSameConnection(boolean bodyBeforeTheAnswer) throws IOException {
        byte[] refused = body(0x01, MESSAGES);
        for (int round = 0; round < 3; round++) {
            line.send(head(refused.length));
            if (bodyBeforeTheAnswer) {
                line.send(refused);
                assertStays();
            } else {
                assertStays();
                line.send(refused);
            }
        }
        intake.full().set(false);
        byte[] taken = body(0x02, MESSAGES);
        line.send(head(taken.length)).send(taken);
        Line.Reply reply = line.reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.lines()).hasSize(MESSAGES);
        assertThat(intake.taken()).hasSize(MESSAGES).allMatch(message -> message[1] == 0x02);
    }

    @Test
    void staysLongerThanABodyWouldBeWaitedFor() throws IOException {
        line.send(head(2)).send(body(0x01, 1));
        assertStays();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS * 3L / 2));
        intake.full().set(false);
        line.send(head(2)).send(body(0x02, 1));
        assertThat(line.reply().lines()).hasSize(1);
    }

    @Test
    void theNextRequestMayStandInTheSameBytes() throws IOException {
        String two = new String(body(0x01, 1), StandardCharsets.ISO_8859_1);
        line.send(head(2) + two + head(2) + two + Line.get("/problems/overloaded"));
        assertStays();
        assertStays();
        assertThat(line.reply().status()).isEqualTo(200);
        assertThat(intake.taken()).isEmpty();
    }

    @Test
    void aClientThatWantsTheConnectionClosedHasIt() throws IOException {
        line.send(head(2, "Connection: close")).send(body(0x01, 1));
        assertEnds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "identity"})
    void twoLengthsEndTheConnection(String encoding) throws IOException {
        line.send(head(2, "Transfer-Encoding: " + encoding));
        assertThat(line.reply().headers()).containsEntry("connection", "close");
        assertThat(line.closedByServer()).isTrue();
    }

    @Test
    void anOldProtocolEndsTheConnection() throws IOException {
        line.send(head(2).replace("HTTP/1.1", "HTTP/1.0")).send(body(0x01, 1));
        refusal();
        assertThat(line.closedByServer()).isTrue();
    }

    @Test
    void aPacketComesAgainToo() throws IOException {
        line.post(body(0x01, 1));
        assertStays();
        intake.full().set(false);
        assertThat(line.post(body(0x02, 1)).reply().status()).isEqualTo(201);
    }

    @Test
    void theConnectionEndsWhenTheBodyDoesNotCome() throws IOException {
        line.send(head(100));
        assertStays();
        assertThat(line.closedByServer()).isTrue();
    }

    @Test
    void aClientThatWaitsToBeAskedMayNeverSendTheBody() throws IOException {
        line.send(head(100, "Expect: 100-continue"));
        assertEnds();
    }

    @Test
    void aLongBodyIsNotReadToKeepItsConnection() throws IOException {
        line.send(head(Parting.DROPPED_BYTES_MAX));
        assertStays();
        line.send(body(0x01, Parting.DROPPED_BYTES_MAX / 2));
        line.send(head(Parting.DROPPED_BYTES_MAX + 1L));
        assertEnds();
    }

    @Test
    void aBodyOfUnknownLengthEndsTheConnection() throws IOException {
        line.openBatch();
        assertEnds();
    }
}
