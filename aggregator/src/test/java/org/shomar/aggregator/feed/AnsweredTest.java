package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Goal: operators are told of every request of a reader once, with its kind and its outcome,
/// also of those that failed and those that nobody waited for.
///
/// Method: requests over loopback, one after the other; a listener keeps what it is told.
@DisplayName("what is told of answers")
class AnsweredTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    private record Told(AnswerKind kind, int status, long nanos) {}

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /v1/contests/7                  | RESULT   | 200
            HEAD | /v1/contests/7/areas/IR-08-01   | RESULT   | 200
            GET  | /v1/contests/7?format=1         | RESULT   | 200
            GET  | /v1/contests/999                | RESULT   | 404
            GET  | /v1/contests/7?at=x             | EARLIER  | 400
            GET  | /v1/contests/7?at=0             | EARLIER  | 200
            GET  | /v1/contests/7?seen=1&at=5      | EARLIER  | 404
            GET  | /v1/contests/7/branches         | BRANCHES | 200
            GET  | /v1/progress                    | RESULT   | 200
            GET  | /v1/election                    | RESULT   | 200
            GET  | /v1/election/definition         | RESULT   | 200
            GET  | /checkpoint                     | LOG      | 200
            GET  | /tile/0/000.p/1                 | LOG      | 200
            GET  | /tile/entries/000.p/1           | ENTRIES  | 200
            GET  | /tile/entries/001               | ENTRIES  | 404
            GET  | /                               | PAGE     | 200
            GET  | /verify                         | PAGE     | 200
            GET  | /page/main.js                   | PAGE     | 200
            GET  | /page/none.js                   | PAGE     | 404
            GET  | /problems/malformed             | PAGE     | 200
            POST | /verify                         | PAGE     | 405
            GET  | /v1/feed                        | OTHER    | 400
            GET  | /index.php                      | OTHER    | 404
            """)
    void isTheKindAndTheStatus(String method, String path, AnswerKind kind, int status)
            throws Exception {
        try (PublicServer server =
                listening(new PublicServer(PublicServer.FAST, definition, totals))) {
            assertThat(server.send(method, path).statusCode()).isEqualTo(status);
            expect(kind, status);
        }
    }

    @Test
    void isThatNothingChanged() throws Exception {
        try (PublicServer server =
                listening(new PublicServer(PublicServer.FAST, definition, totals))) {
            String tag = server.get("/v1/progress").headers().firstValue("etag").orElseThrow();
            expect(AnswerKind.RESULT, 200);
            server.get("/v1/progress", "If-None-Match", tag);
            expect(AnswerKind.RESULT, 304);
        }
    }

    @Test
    void isNothingOfAWebSocket() throws Exception {
        try (PublicServer server =
                listening(new PublicServer(PublicServer.FAST, definition, totals))) {
            PublicServer.Client reader = server.connect();
            reader.subscribe("election");
            reader.next();
            PublicServer.await(reader.socket().close());
            server.get("/");
            expect(AnswerKind.PAGE, 200);
        }
    }

    @Test
    void isWhatIsNoRequest() throws Exception {
        try (PublicServer server =
                        listening(new PublicServer(PublicServer.FAST, definition, totals));
                Socket socket = sent(server, "GET / HTTP/1.1\r\nHost a\r\n\r\n")) {
            socket.getInputStream().readAllBytes();
            expect(AnswerKind.OTHER, 400);
        }
    }

    @Test
    void isWhoLeftBeforeTheEnd() throws Exception {
        totals.holdThePast();
        try (PublicServer server =
                listening(new PublicServer(PublicServer.FAST, definition, totals))) {
            sent(server, "GET /v1/contests/7?at=0 HTTP/1.1\r\nHost: a\r\n\r\n").close();
            expect(AnswerKind.EARLIER, Answered.LEFT);
        }
    }

    @Test
    void isThatTheServerIsFull() throws Exception {
        FeedConfig one =
                new FeedConfig("127.0.0.1", 0, 1, 5, 10, 200, 60_000, 4_096, 10, 1, 15_000);
        try (PublicServer server = listening(new PublicServer(one, definition, totals));
                Socket first = sent(server, "GET /v1/progress HTTP/1.1\r\nHost: a\r\n\r\n")) {
            expect(AnswerKind.RESULT, 200);
            assertThat(server.get("/v1/contests/7").statusCode()).isEqualTo(503);
            expect(AnswerKind.RESULT, 503);
            assertThat(server.feed.connectionsRefused()).isEqualTo(1);
            assertThat(first.isClosed()).isFalse();
        }
    }

    @Test
    void isABugAsAFailure() throws Exception {
        TotalsSource broken = new BuggyTotals(totals);
        try (PublicServer server =
                        listening(new PublicServer(PublicServer.FAST, definition, broken));
                Socket socket =
                        sent(server, "GET /v1/contests/7/branches HTTP/1.1\r\nHost: a\r\n\r\n")) {
            socket.getInputStream().readAllBytes();
            expect(AnswerKind.BRANCHES, 500);
        }
    }

    private PublicServer listening(PublicServer server) {
        server.feed.onAnswered((kind, status, nanos) -> told.add(new Told(kind, status, nanos)));
        return server;
    }

    private static Socket sent(PublicServer server, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.feed.port());
        socket.setSoTimeout((int) Duration.ofSeconds(PublicServer.WAIT_SECONDS).toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// The next that was told, and the only one so far.
    private void expect(AnswerKind kind, int status) throws InterruptedException {
        Told next = Objects.requireNonNull(
                told.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS), "nothing was told");
        assertThat(next.kind()).isEqualTo(kind);
        assertThat(next.status()).isEqualTo(status);
        assertThat(next.nanos()).isPositive();
        assertThat(told).isEmpty();
    }
}
