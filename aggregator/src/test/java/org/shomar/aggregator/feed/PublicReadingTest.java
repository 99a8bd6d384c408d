package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ingress.ProblemPage;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Goal: public reading answers as the contract says, from before the first packet on.
/// Method: requests over real sockets on loopback; tables with the verdict last.
@DisplayName("public reading over HTTP")
class PublicReadingTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final PublicServer server = new PublicServer(PublicServer.FAST, definition, totals);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void findsNoLessThanBeforeARestart() throws IOException {
        long seq = totals.report(7).seq();
        try (PublicServer again = new PublicServer(PublicServer.FAST, definition, totals)) {
            JsonObject result = new JsonObject(again.get("/v1/contests/7").body());
            assertThat(result.getLong("seq")).isEqualTo(seq);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /                                | 200 | -
            HEAD   | /                                | 200 | -
            GET    | /page/main.js                    | 200 | -
            GET    | /page/../page/main.js            | 404 | not-found
            GET    | /v1/election                     | 200 | -
            HEAD   | /v1/election                     | 200 | -
            POST   | /v1/election                     | 405 | method
            GET    | /v1/election/definition          | 200 | -
            GET    | /v1/contests/7                   | 200 | -
            DELETE | /v1/contests/7                   | 405 | method
            GET    | /v1/contests/07                  | 404 | not-found
            GET    | /v1/contests/8                   | 404 | not-found
            GET    | /v1/contests/99999999999         | 404 | not-found
            GET    | /v1/contests/7/areas/IR-08       | 200 | -
            GET    | /v1/contests/7/areas/IR-08-02    | 200 | -
            GET    | /v1/contests/7/areas/IR          | 404 | not-found
            GET    | /v1/contests/7/areas/IR-09       | 404 | not-found
            GET    | /v1/contests/7/areas/XX          | 404 | not-found
            GET    | /v1/contests/7/branches          | 200 | -
            HEAD   | /v1/contests/7/branches          | 200 | -
            GET    | /v1/contests/8/branches          | 404 | not-found
            GET    | /v1/progress                     | 200 | -
            PUT    | /v1/progress                     | 405 | method
            GET    | /v1/feed                         | 400 | malformed
            GET    | /nothing                         | 404 | not-found
            POST   | /nothing                         | 404 | not-found
            """)
    void answersEachPath(String method, String path, int status, String code) throws IOException {
        HttpResponse<String> answer = server.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        if (status == 405) {
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
        if (!code.equals("-")) {
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(new JsonObject(answer.body()).fieldNames())
                    .containsExactly("type", "title", "status", "detail", "code", "retry");
            assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
            assertThat(new JsonObject(answer.body()).getString("type"))
                    .isEqualTo("/problems/" + code);
        }
    }

    @Test
    void answersBeforeTheFirstPacket() throws IOException {
        assertThat(server.get("/v1/contests/7").body())
                .isEqualTo("{\"contest\":7,\"area\":\"IR-08\",\"seq\":0,\"contestSeq\":0,"
                        + "\"status\":\"pre-election\",\"phase\":\"rehearsal\","
                        + figures(3)
                        + ",\"areas\":[{\"area\":\"IR-08-01\","
                        + figures(2)
                        + "},{\"area\":\"IR-08-02\","
                        + figures(1)
                        + "}],\"outcome\":{}}");
        assertThat(server.get("/v1/progress").body())
                .isEqualTo("{\"seq\":0,\"areas\":["
                        + progress("IR", 7)
                        + ","
                        + progress("IR-08", 6)
                        + ","
                        + progress("IR-08-01", 4)
                        + ","
                        + progress("IR-08-02", 2)
                        + ","
                        + progress("IR-09", 1)
                        + "]}");
    }

    @Test
    void saysWhatWasReadLast() throws IOException {
        totals.report(7);
        totals.report(7);
        totals.report(9);
        PublicServer.await(server.feed.refresh());

        JsonObject result = new JsonObject(server.get("/v1/contests/7").body());
        assertThat(result.getLong("seq")).isEqualTo(3);
        assertThat(result.getString("status")).isEqualTo("unofficial-partial");
        JsonObject county =
                new JsonObject(server.get("/v1/contests/7/areas/IR-08-01").body());
        assertThat(county.getString("status")).isEqualTo("unofficial-complete");
        assertThat(county.getLong("seq")).isEqualTo(3);
        JsonObject progress = new JsonObject(server.get("/v1/progress").body());
        assertThat(progress.getLong("seq")).isEqualTo(4);
        assertThat(progress.getJsonArray("areas").getJsonObject(0).getInteger("reported"))
                .isEqualTo(3);
    }

    @ParameterizedTest(name = "If-None-Match: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "0"             | 304
            W/"0"           | 304
            "4", W/"0"      | 304
            *               | 304
            "4"             | 200
            0               | 200
            """)
    void sparesWhoHasIt(String condition, int status) throws IOException {
        HttpResponse<String> answer = server.get("/v1/contests/7", "If-None-Match", condition);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"0\"");
        assertThat(answer.body().isEmpty()).isEqualTo(status == 304);
    }

    @Test
    void describesTheElection() throws IOException {
        JsonObject election = new JsonObject(server.get("/v1/election").body());

        assertThat(election.getString("origin")).isEqualTo("shomar/small-1405");
        assertThat(election.getString("logKey")).isEqualTo(new MemoryLog(definition, 1).logKey());
        assertThat(election.getInteger("branches")).isEqualTo(4);
        assertThat(election.getString("definition")).isEqualTo(definition.hash().toString());
        assertThat(election.getJsonArray("contests").getJsonObject(0).getJsonArray("candidates"))
                .hasSize(3);
        assertThat(server.get("/v1/election/definition").body())
                .isEqualTo(new String(SmallElection.FILE, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void listsEveryBranchOfAContest() throws IOException {
        HttpResponse<String> answer = server.get("/v1/contests/7/branches");

        assertThat(answer.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(answer.body())
                .isEqualTo("{\"contest\":7,\"seq\":2,\"branches\":["
                        + "{\"branch\":11,\"area\":\"IR-08-01\",\"state\":\"counted\","
                        + "\"revision\":1,\"packet\":\"" + MemoryTotals.PACKET + "\",\"seq\":2},"
                        + "{\"branch\":12,\"area\":\"IR-08-01\",\"state\":\"none\"},"
                        + "{\"branch\":13,\"area\":\"IR-08-02\",\"state\":\"none\"}]}");
    }

    @Test
    void keepsThePageToItself() throws IOException {
        assertThat(server.get("/").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
        assertThat(server.get("/v1/election").headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
    }

    @Test
    void explainsTheProblemsItAnswersWith() throws IOException {
        String type = new JsonObject(server.get("/v1/contests/8").body()).getString("type");
        HttpResponse<String> page = server.get(type);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        assertThat(page.body()).contains("lang=\"fa\"").contains("not-found");
        assertThat(server.get("/problems/no-such-code").statusCode()).isEqualTo(404);
    }

    @Test
    void everyProblemHasItsPageAndTheTagOfItsBytes() throws IOException {
        for (Problem problem : Problem.values()) {
            HttpResponse<String> answer = server.get("/problems/" + problem.code());
            String page = ProblemPage.of(problem.code()).orElseThrow();
            Content content =
                    Content.of(ProblemPage.MEDIA_TYPE, page.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.body()).isEqualTo(page);
            assertThat(answer.headers().firstValue("ETag")).hasValue(content.etag());
        }
    }

    @Test
    void refusesWhatIsTooLong() throws Exception {
        assertThat(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 414 ")
                .contains("\"code\":\"uri\"");
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1.[01] 431 ")
                .contains("\"code\":\"headers\"");
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void keepsAGatedContestClosed() throws IOException {
        Definition gated = SmallElection.with(Release.GATED);
        try (PublicServer closed = new PublicServer(
                PublicServer.FAST, gated, new MemoryTotals(gated, new Random(1)))) {
            HttpResponse<String> answer = closed.get("/v1/contests/7");

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .contains("\"code\":\"not-published\"")
                    .doesNotContain("votes");
            assertThat(closed.get("/v1/contests/7/areas/IR-08-01").statusCode()).isEqualTo(403);
            assertThat(closed.get("/v1/contests/7/branches").statusCode()).isEqualTo(403);
            assertThat(closed.get("/v1/progress").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void turnsConnectionsAwayWhenThereAreTooMany() throws Exception {
        try (PublicServer small = withItsOnlyConnectionTaken()) {
            HttpResponse<String> refused = small.get("/v1/progress");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void spreadsWhenThoseTurnedAwayComeBack() throws Exception {
        try (PublicServer small = withItsOnlyConnectionTaken()) {
            Set<Long> seconds = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                HttpResponse<String> refused = small.get("/v1/progress");
                assertThat(refused.statusCode()).isEqualTo(503);
                seconds.add(refused.headers().firstValueAsLong("Retry-After").orElseThrow());
            }

            assertThat(seconds).hasSizeGreaterThan(1).allMatch(each -> each >= 1 && each <= 4);
        }
    }

    private PublicServer withItsOnlyConnectionTaken() throws Exception {
        FeedConfig one =
                new FeedConfig("127.0.0.1", 0, 1, 5, 10, 200, 60_000, 4_096, 10, 1, 15_000);
        PublicServer small = new PublicServer(one, definition, totals);
        NetSocket first = PublicServer.await(
                small.vertx.createNetClient().connect(small.feed.port(), "127.0.0.1"));
        CompletableFuture<Buffer> served = new CompletableFuture<>();
        first.handler(served::complete);
        first.write("GET /v1/progress HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(served.get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS).toString())
                .startsWith("HTTP/1.1 200");
        return small;
    }

    /// Sends bytes and reads until the server closes.
    private String raw(String request) throws Exception {
        NetSocket socket = PublicServer.await(
                server.vertx.createNetClient().connect(server.feed.port(), "127.0.0.1"));
        CompletableFuture<String> answer = new CompletableFuture<>();
        Buffer read = Buffer.buffer();
        socket.handler(read::appendBuffer);
        socket.closeHandler(ignored -> answer.complete(read.toString()));
        socket.write(request);
        return answer.get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static String figures(int expected) {
        return "\"branches\":{\"expected\":" + expected
                + ",\"reported\":0,\"held\":0,\"annulled\":0},\"ballots\":{\"eligible\":0,"
                + "\"issued\":0,\"cast\":0,\"blank\":0,\"invalid\":0},\"votes\":[0,0,0],"
                + "\"listVotes\":[]";
    }

    private static String progress(String area, int expected) {
        return "{\"area\":\"" + area + "\",\"expected\":" + expected
                + ",\"reported\":0,\"held\":0,\"annulled\":0}";
    }
}
