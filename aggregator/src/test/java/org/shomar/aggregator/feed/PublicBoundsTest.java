package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Goal: nobody can hold the public port open for long with a request that is slow, broken or
/// one too many, and each is told or closed.
/// Method: bytes over real sockets on loopback, with small bounds.
@DisplayName("bounds of public reading")
class PublicBoundsTest {
    private static final int SOON_MILLIS = 500;
    private static final String WHOLE = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));

    private static FeedConfig config(int readersMax, int connectionsMax, int headerMillisMax) {
        return new FeedConfig(
                "127.0.0.1",
                0,
                1,
                5,
                10,
                200,
                60_000,
                4_096,
                readersMax,
                connectionsMax,
                headerMillisMax);
    }

    private static Socket connect(PublicServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.feed.port());
        socket.setSoTimeout((int) Duration.ofSeconds(PublicServer.WAIT_SECONDS).toMillis());
        return socket;
    }

    /// All that comes until the server closes.
    private static String answer(PublicServer server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void closesWhatIsFarOverTheBoundAtOnce() throws IOException {
        int most = 1 + PublicPlane.REFUSED_CONNECTIONS_MAX;
        try (PublicServer server = new PublicServer(config(10, 1, 15_000), definition, totals)) {
            List<Socket> open = new ArrayList<>();
            for (int each = 0; each < most; each++) {
                open.add(connect(server));
            }
            awaitConnections(server, most); // they are taken one after the other
            try (Socket over = connect(server)) {
                assertThat(over.getInputStream().read()).isEqualTo(-1);
            }
            awaitConnections(server, most);
            assertThat(server.feed.connectionsRefused())
                    .isEqualTo(1 + PublicPlane.REFUSED_CONNECTIONS_MAX);
            for (Socket each : open) {
                each.close();
            }
            awaitConnections(server, 0);
            assertThat(server.get("/v1/progress").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsAReaderThatIsOneTooManyUntilItIsGone() throws Exception {
        try (PublicServer server = new PublicServer(config(1, 10, 15_000), definition, totals);
                RawReader first = new RawReader(server.feed.port())) {
            first.send("{\"subscribe\":[\"election\"]}");
            first.frame();
            assertThat(server.feed.connections()).isZero();
            try (RawReader second = new RawReader(server.feed.port())) {
                assertThat(second.frame().opcode()).isEqualTo(RawReader.CLOSE);
                assertThat(server.feed.connections()).isEqualTo(1);
                assertThat(server.feed.readersRefused()).isEqualTo(1);
            }
            awaitConnections(server, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /v1/prog", "GET /v1/progress HTTP/1.1\r\nHost: a\r\n"})
    void answers408ToAHeaderThatIsNotWholeInTime(String begin) throws IOException {
        try (PublicServer server =
                new PublicServer(config(10, 10, SOON_MILLIS), definition, totals)) {
            assertThat(answer(server, begin))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"code\":\"timeout\"");
            awaitConnections(server, 0);
        }
    }

    @Test
    void closesAConnectionThatAsksNothingWithoutAWord() throws IOException {
        try (PublicServer server =
                new PublicServer(config(10, 10, SOON_MILLIS), definition, totals)) {
            assertThat(answer(server, "")).isEmpty();
            awaitConnections(server, 0);
        }
    }

    /// What a reader sends is no header.
    @Test
    void givesAReaderAllTheTimeItWants() throws IOException {
        try (PublicServer server =
                        new PublicServer(config(10, 10, SOON_MILLIS), definition, totals);
                RawReader reader = new RawReader(server.feed.port())) {
            reader.ping();
            assertThat(pong(reader)).isTrue();
            assertThat(answer(server, "GET /")).startsWith("HTTP/1.1 408 "); // began later
            reader.ping();
            assertThat(pong(reader)).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /?utm=50%                  | 200 OK
            /page/main.js?v=%zz        | 200 OK
            /nothing?v=%               | 404 Not Found
            /v1/contests/7?x=%zz       | 400 Bad Request
            /v1/contests/7?at=%4       | 400 Bad Request
            /v1/contests/7?x=50%25     | 200 OK
            /checkpoint?%              | 400 Bad Request
            """)
    void answersWhateverTheQuery(String uri, String status) throws IOException {
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals)) {
            String answer = answer(server, "GET " + uri + WHOLE);

            assertThat(answer).startsWith("HTTP/1.1 " + status);
            if (status.startsWith("400")) {
                assertThat(answer)
                        .contains("Content-Type: application/problem+json")
                        .contains("\"code\":\"malformed\"");
            }
        }
    }

    @Test
    void hangsUpOnABug() throws IOException {
        TotalsSource broken = new BuggyTotals(totals);
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, broken)) {
            assertThat(answer(server, "GET /v1/contests/7/branches" + WHOLE)).isEmpty();
        }
    }

    /// The server is told of each connection, and of its end, a little later than we.
    private static void awaitConnections(PublicServer server, int count) {
        long until = System.nanoTime()
                + Duration.ofSeconds(PublicServer.WAIT_SECONDS).toNanos();
        while (server.feed.connections() != count && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(server.feed.connections()).isEqualTo(count);
    }

    private static boolean pong(RawReader reader) throws IOException {
        RawReader.Frame frame = reader.frame();
        while (frame.opcode() == RawReader.TEXT) {
            frame = reader.frame(); // a heartbeat
        }
        return frame.opcode() == RawReader.PONG;
    }
}
