package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.witness.TestLog.ORIGIN;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;

/// Goal: who is slow, or has too many connections, costs a witness little and not for ever.
/// Method: bytes on a socket, and bounds that are soon over.
@Timeout(Stand.WAIT_SECONDS)
class WitnessBoundsTest {
    private static final TestLog LOG = TestLog.of(ORIGIN, 9);
    private static final int SOON_MILLIS = 300;

    private final Path folder;

    WitnessBoundsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Socket connect(Stand stand) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), stand.server.port());
        socket.setSoTimeout(Stand.WAIT_SECONDS * 1_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /// What comes until the server closes; a reset is an end as well.
    private static String untilClosed(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                all.append((char) b);
            }
        } catch (SocketException reset) {
            all.append(" reset");
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /add-checkp",
                "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n",
                "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nold"
            })
    void aRequestThatIsNotWholeInTimeEndsTheConnection(String begin) throws IOException {
        WitnessServerConfig hasty = new WitnessServerConfig("127.0.0.1", 0, 9, SOON_MILLIS);
        try (Stand stand = new Stand(folder, hasty, LOG);
                Socket socket = connect(stand)) {
            send(socket, begin);
            assertThat(untilClosed(socket)).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void aConnectionTooManyIsClosed() throws Exception {
        WitnessServerConfig narrow = new WitnessServerConfig("127.0.0.1", 0, 2, 60_000);
        try (Stand stand = new Stand(folder, narrow, LOG);
                Socket first = connect(stand)) {
            stand.cosigned(LOG, 0, 3);
            try (Socket third = connect(stand)) {
                assertThat(untilClosed(third)).doesNotContain("HTTP");
            }
            stand.cosigned(LOG, 3, 5);
            assertThat(first.isConnected()).isTrue();
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws IOException {
        try (Stand stand = new Stand(folder, LOG);
                Socket socket = connect(stand)) {
            for (int size = 1; size <= 9; size++) {
                byte[] body = LOG.request(size - 1, size).getBytes(UTF_8);
                send(
                        socket,
                        "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n"
                                + (size == 9 ? "Connection: close\r\n" : "") + "Content-Length: "
                                + body.length + "\r\n\r\n");
                socket.getOutputStream().write(body);
            }
            assertThat(untilClosed(socket).split("HTTP/1.1 200 OK", -1)).hasSize(1 + 9);
        }
    }

    @Test
    void anEncodedBodyIsRefused() throws IOException {
        try (Stand stand = new Stand(folder, LOG);
                Socket socket = connect(stand)) {
            send(
                    socket,
                    "POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n"
                            + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(untilClosed(socket)).startsWith("HTTP/1.1 415 ");
        }
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> WitnessServerConfig.at("127.0.0.1", 65_536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WitnessServerConfig("127.0.0.1", 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WitnessConfig(1_000, 999, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
