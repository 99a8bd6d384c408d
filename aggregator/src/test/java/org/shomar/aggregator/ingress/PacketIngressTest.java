package org.shomar.aggregator.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Goal: one message, one answer, as the contract says; everything else is refused by its
/// name.
/// Method: bytes over loopback, a fake intake behind the door.
class PacketIngressTest {
    private static final byte[] MESSAGE = {(byte) 0xd2, 0x01};

    /// Of a message that makes the intake of a test throw an error.
    private static final int ERROR_LENGTH = 5;

    @ParameterizedTest
    @CsvSource({"true, 201", "false, 200"})
    void answersStoredNowAndStoredBefore(boolean first, int status) throws IOException {
        Answer accepted = FakeIntake.accepted(first, FakeIntake.bodyOf(MESSAGE));
        FakeIntake intake = new FakeIntake(message -> Future.succeededFuture(accepted));
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            Line.Reply reply = line.post(MESSAGE).reply();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.headers()).containsEntry("content-type", "application/json");
            assertThat(reply.text()).isEqualTo(FakeIntake.bodyOf(MESSAGE));
            assertThat(intake.taken()).containsExactly(MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void refusesWithAllMembersOfAProblem(Problem problem) throws IOException {
        Answer refused = new Answer.Refused(
                problem, "of this very message", new Answer.Current(3, "cd".repeat(32)));
        try (Door door = new Door(new FakeIntake(message -> Future.succeededFuture(refused)));
                Line line = door.connect()) {
            Line.Reply reply = line.post(MESSAGE).reply();
            assertThat(reply.status()).isEqualTo(problem.status());
            assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
            JsonObject json = reply.json();
            assertThat(json.fieldNames())
                    .containsExactly(
                            "type", "title", "status", "detail", "code", "retry", "current");
            assertThat(json.getString("type")).isEqualTo("/problems/" + problem.code());
            assertThat(json.getInteger("status")).isEqualTo(problem.status());
            assertThat(json.getString("detail")).isEqualTo("of this very message");
            assertThat(json.getString("retry")).isIn("never", "later", "after-previous");
            assertThat(json.getJsonObject("current").encode())
                    .isEqualTo("{\"revision\":3,\"packet\":\"" + "cd".repeat(32) + "\"}");
            if (problem.retryLater()) {
                assertThat(Integer.parseInt(reply.headers().get("retry-after"))).isBetween(1, 5);
            }
            assertThat(line.post(MESSAGE).reply().status()).isEqualTo(problem.status());
        }
    }

    @Test
    void refusesTooMuchByItsLengthBeforeAnyOfItComes() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.send(Line.head("/v1/packets", "application/cose", "Content-Length: 65536"));
            Line.Reply reply = line.reply();
            assertThat(reply.json().getString("code")).isEqualTo("too-large");
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.headers()).containsEntry("connection", "close");
            assertThat(line.closedByServer()).isTrue();
            assertThat(intake.taken()).isEmpty();
        }
    }

    @Test
    void takesTheLargestMessageAndRefusesOneByteMoreInChunks() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            assertThat(line.post(new byte[65_535]).reply().status()).isEqualTo(201);
            line.send(Line.head("/v1/packets", "application/cose", "Transfer-Encoding: chunked"));
            line.chunk(new byte[65_535]).chunk(new byte[1]).lastChunk();
            assertThat(line.reply().status()).isEqualTo(413);
            assertThat(line.closedByServer()).isTrue();
            assertThat(intake.taken()).hasSize(1);
        }
    }

    @Test
    void aRefusalReachesAClientThatGoesOnSending() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            int bytes = 8 << 20;
            line.send(Line.head("/v1/packets", "application/cose", "Content-Length: " + bytes));
            line.send(new byte[bytes]);
            assertThat(line.reply().status()).isEqualTo(413);
            assertThat(line.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Type: text/plain', 415",
        "'X-None: 1', 415",
        "'Content-Type: application/cosey', 415",
        "'Content-Type: application/cbor-seq', 415",
        "'Content-Type: application/cose;Content-Encoding: gzip', 415",
        "'Content-Type: application/cose;Content-Encoding: identity', 415",
        "'Content-Type: application/cose', 201",
        "'Content-Type: APPLICATION/COSE ;; cose-type=\"cose-sign1\"', 201",
    })
    void takesOneMediaTypeOnly(String headers, int status) throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            // one semicolon parts headers, two are one of the header's own
            String lines = headers.replace(";;", "\0").replace(";", "\r\n").replace('\0', ';');
            line.send("POST /v1/packets HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" + lines
                            + "\r\n\r\n")
                    .send(MESSAGE);
            Line.Reply reply = line.reply();
            assertThat(reply.status()).isEqualTo(status);
            if (status == 415) {
                assertThat(reply.json().getString("code")).isEqualTo("media-type");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/packets, POST",
        "PUT, /v1/packets, POST",
        "DELETE, /v1/packets/batch, POST",
        "POST, /v1/packets/ab, 'GET, HEAD'",
        "POST, /problems/malformed, 'GET, HEAD'",
    })
    void namesTheMethodsOfAnAddress(String method, String path, String allow) throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Line.Reply reply = line.reply();
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.headers()).containsEntry("allow", allow);
            assertThat(reply.json().getString("code")).isEqualTo("method");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/packet", "/v1/packetss", "/problems/none", "*"})
    void refusesUnknownAddresses(String path) throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            Line.Reply reply = line.send(Line.get(path)).reply();
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().getString("code")).isEqualTo("not-found");
        }
    }

    @Test
    void refusesLongAddressesAndHeaders() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line uri = door.connect();
                Line headers = door.connect()) {
            Line.Reply long1 = uri.send(Line.get("/" + "a".repeat(5_000))).reply();
            assertThat(long1.status()).isEqualTo(414);
            assertThat(long1.json().getString("code")).isEqualTo("uri");
            assertThat(uri.closedByServer()).isTrue();
            Line.Reply long2 =
                    headers.send(Line.get("/", "X-Long: " + "a".repeat(9_000))).reply();
            assertThat(long2.status()).isEqualTo(431);
            assertThat(long2.json().getString("code")).isEqualTo("headers");
            assertThat(headers.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "POST /v1/packets HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/packets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /v1/packets HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/packets HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n",
                "POST /v1/packets HTTP/1.1\r\nBad Name : x\r\n\r\n",
            })
    void refusesWhatIsNotHttp(String request) throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            Line.Reply reply = line.send(request).reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().getString("code")).isEqualTo("malformed");
            assertThat(line.closedByServer()).isTrue();
        }
    }

    @Test
    void refusesForOverloadBeforeTheBodyComes() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        intake.full().set(true);
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            line.send(Line.head(
                    "/v1/packets",
                    "application/cose",
                    "Content-Length: 2",
                    "Expect: 100-continue"));
            Line.Reply reply = line.reply();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().getString("code")).isEqualTo("overloaded");
            assertThat(reply.headers()).containsKey("retry-after");
            assertThat(line.closedByServer()).isTrue();
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            line.send(Line.head(
                    "/v1/packets",
                    "application/cose",
                    "Content-Length: 2",
                    "Expect: 100-continue"));
            assertThat(line.reply().status()).isEqualTo(100);
            assertThat(line.send(MESSAGE).reply().status()).isEqualTo(201);
            assertThat(line.post(MESSAGE).reply().status()).isEqualTo(201);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrderThoughDecidedInAnother() throws Exception {
        BlockingQueue<Promise<Answer>> asked = new LinkedBlockingQueue<>();
        FakeIntake intake = new FakeIntake(message -> {
            Promise<Answer> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
        });
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            int requests = 50;
            for (int i = 0; i < requests; i++) {
                line.post(new byte[] {(byte) i});
            }
            for (int i = 0; i < requests; i++) {
                asked.take().complete(FakeIntake.stored(new byte[] {(byte) i}));
                assertThat(line.reply().text()).isEqualTo(FakeIntake.bodyOf(new byte[] {(byte) i}));
            }
        }
    }

    @Test
    void aBugEndsItsConnectionAndNoOther() throws IOException {
        Queue<Future<Answer>> bugs =
                new ArrayDeque<>(List.of(Future.failedFuture(new IllegalStateException("a test"))));
        FakeIntake intake = new FakeIntake(message -> {
            if (message.length == 1) {
                throw new IllegalStateException("a test");
            }
            if (message.length == ERROR_LENGTH) {
                throw new StackOverflowError("a test");
            }
            return bugs.isEmpty()
                    ? Future.succeededFuture(FakeIntake.stored(message))
                    : bugs.poll();
        });
        try (Door door = new Door(intake);
                Line failed = door.connect();
                Line thrown = door.connect();
                Line error = door.connect();
                Line batch = door.connect();
                Line errorInBatch = door.connect();
                Line well = door.connect()) {
            assertThat(failed.post(MESSAGE).closedByServer()).isTrue();
            assertThat(thrown.post(new byte[1]).closedByServer()).isTrue();
            assertThat(error.post(new byte[ERROR_LENGTH]).closedByServer()).isTrue();
            assertThat(batch.openBatch().chunk(new byte[1]).closedByServer()).isTrue();
            byte[] item = {0x44, 0, 0, 0, 0};
            assertThat(errorInBatch.openBatch().chunk(item).closedByServer()).isTrue();
            assertThat(well.post(MESSAGE).reply().status()).isEqualTo(201);
        }
    }

    @Test
    void ignoresAnUpgradeToHttp2() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line upgrade = door.connect();
                Line prior = door.connect()) {
            upgrade.send(Line.get(
                    "/none",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"));
            assertThat(upgrade.reply().status()).isEqualTo(404);
            prior.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(prior.reply().status()).isGreaterThanOrEqualTo(400);
            assertThat(prior.closedByServer()).isTrue();
        }
    }

    @Test
    void findsStoredPacketsInTheFormAskedFor() throws IOException {
        String path = "/v1/packets/" + FakeIntake.STORED_ID;
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            Line.Reply bytes = line.send(Line.get(path)).reply();
            assertThat(bytes.body()).isEqualTo(FakeIntake.STORED_BYTES);
            assertThat(bytes.headers()).containsEntry("content-type", "application/cose");
            Line.Reply json =
                    line.send(Line.get(path, "Accept: application/json")).reply();
            assertThat(json.text()).isEqualTo(FakeIntake.STORED_BODY);
            assertThat(json.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("vary", "Accept");
            line.send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(line.reply(false).headers())
                    .containsEntry("content-type", "application/cose");
            assertThat(line.send(Line.get("/v1/packets/xyz")).reply().status()).isEqualTo(404);
        }
    }

    @Test
    void showsThePageOfAProblem() throws IOException {
        try (Door door = new Door(FakeIntake.storing());
                Line line = door.connect()) {
            Line.Reply page = line.send(Line.get("/problems/R-106")).reply();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.headers())
                    .containsEntry("content-type", "text/html; charset=utf-8")
                    .containsEntry("content-security-policy", ProblemPage.POLICY);
            assertThat(page.text()).isEqualTo(ProblemPage.of("R-106").orElseThrow());
        }
    }

    @Test
    void keepsAConnectionForManyRequests() throws IOException {
        FakeIntake intake = FakeIntake.storing();
        try (Door door = new Door(intake);
                Line line = door.connect()) {
            for (int status : Collections.nCopies(500, 201)) {
                assertThat(line.post(MESSAGE).reply().status()).isEqualTo(status);
            }
            assertThat(door.ingress.connections()).isEqualTo(1);
        }
    }
}
