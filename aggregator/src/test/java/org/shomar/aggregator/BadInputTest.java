package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.TestElection.seed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Goal: whatever is wrong with a packet or a request, the sender hears exactly what, and
/// neither the ledger nor any total has moved.
///
/// Method: one bad thing at a time against a whole server, over TLS; the table of what was
/// sent and answered goes to standard output. Totals, progress and the ledger's head are
/// compared before and after.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputTest {
    private static final TestElection ELECTION = new TestElection();
    private static final RawPacket GOOD = RawPacket.of(ELECTION, 7, 12, 30, 20);
    private static final RawPacket TAKEN = RawPacket.of(ELECTION, 7, 13, 10, 20);
    private static final RawPacket SECOND =
            RawPacket.of(ELECTION, 7, 13, 10, 21).after(TAKEN, 2);
    private static final List<String> READ = List.of(
            "/v1/progress",
            "/v1/contests/7",
            "/v1/contests/7/branches",
            "/v1/contests/7/areas/IR-08",
            "/v1/contests/8",
            "/v1/contests/9",
            "/v1/contests/10",
            "/v1/contests/10/branches",
            "/v1/contests/11");

    private static Node node;
    private static Client client;
    private static long head;
    private static Map<String, String> before;

    @BeforeAll
    static void start() {
        node = Node.start(ELECTION.definition);
        client = node.client();
        assertThat(client.post(TAKEN.sign1(seed(13))).status()).isEqualTo(201);
        Client.Reply second = client.post(SECOND.sign1(seed(13)));
        head = second.json().getLong("seq");
        client.shown(7, head);
        client.shown("/v1/progress", head);
        before = bodies();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new TreeMap<>();
        READ.forEach(path -> bodies.put(path, client.get(path).body()));
        return bodies;
    }

    @Test
    @Order(1)
    void everyMalformedPacketIs400() {
        for (BadPackets.Bad bad : BadPackets.of(GOOD)) {
            Client.Reply reply = client.post(bad.message());
            check(bad.name(), reply, 400, "malformed");
            assertThat(reply.json().getString("detail")).as(bad.name()).startsWith("byte ");
        }
    }

    @Test
    @Order(2)
    void everyRefusedPacketSaysWhy() {
        for (RefusedPackets.Refused refused : RefusedPackets.of(ELECTION, TAKEN, SECOND)) {
            Client.Reply reply = client.post(refused.message());
            check(refused.name(), reply, refused.status(), refused.code());
            assertThat(reply.json().getJsonObject("current"))
                    .as(refused.name())
                    .isEqualTo(refused.current());
        }
    }

    @Test
    @Order(3)
    void everyBadRequestSaysWhy() {
        byte[] good = GOOD.sign1(seed(12));
        String id = TAKEN.id().toString();
        check("GET /", get("/"), 404, "not-found");
        check("POST /v1/packet", post("/v1/packet", "application/cose", good), 404, "not-found");
        check("an id that nobody has", get("/v1/packets/" + "0".repeat(64)), 404, "not-found");
        check("an id of 63 digits", get("/v1/packets/" + id.substring(1)), 404, "not-found");
        check("an id in capitals", get("/v1/packets/" + "A".repeat(64)), 404, "not-found");
        check("an id that is no hex", get("/v1/packets/%2e%2e%2fetc"), 404, "not-found");
        check("GET /v1/packets", get("/v1/packets"), 405, "method");
        check("GET /v1/packets/batch", get("/v1/packets/batch"), 405, "method");
        check("PUT /v1/packets", send("PUT", "/v1/packets", good), 405, "method");
        check("DELETE of a packet", send("DELETE", "/v1/packets/" + id, good), 405, "method");
        check("POST to an id", send("POST", "/v1/packets/" + id, good), 405, "method");
        check("a packet as JSON", post("/v1/packets", "application/json", good), 415, "media-type");
        check(
                "a sequence to the single address",
                post("/v1/packets", "application/cbor-seq", good),
                415,
                "media-type");
        check(
                "a packet to the batch address",
                post("/v1/packets/batch", "application/cose", good),
                415,
                "media-type");
        check("no Content-Type", send("POST", "/v1/packets", good), 415, "media-type");
        check("Content-Encoding gzip", coded("gzip", good), 415, "media-type");
        check("Content-Encoding identity", coded("identity", good), 415, "media-type");
        check("a path of 5,000 bytes", get("/v1/packets/" + "a".repeat(5_000)), 414, "uri");
        HttpRequest wide = client.at("/v1/packets/" + id)
                .header("X-Wide", "w".repeat(9_000))
                .build();
        check("headers of 9,000 bytes", client.send(wide), 431, "headers");
    }

    @Test
    @Order(4)
    void whatIsTooLargeIsRefusedBeforeItIsThere() throws IOException {
        String packet = String.join(
                "\r\n",
                "POST /v1/packets HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/cose",
                "");
        String batch = packet.replace("/v1/packets", "/v1/packets/batch")
                .replace("application/cose", "application/cbor-seq");
        byte[] none = {};
        check(
                "declared 65,536 bytes",
                raw(packet + "Content-Length: 65536", none),
                413,
                "too-large");
        check(
                "declared more than a long",
                raw(packet + "Content-Length: 99999999999999999999", none),
                400,
                "malformed");
        check(
                "declared 32 MiB and a byte",
                raw(batch + "Content-Length: 33554433", none),
                413,
                "too-large");
        byte[] chunk = RawCbor.join(
                "10000\r\n".getBytes(ISO_8859_1), new byte[65_536], "\r\n".getBytes(ISO_8859_1));
        check(
                "a chunk of 65,536 bytes",
                raw(packet + "Transfer-Encoding: chunked", chunk),
                413,
                "too-large");
        check("no HTTP", raw("GET ingress please", none), 400, "malformed");
        check("Content-Length -1", raw(packet + "Content-Length: -1", none), 400, "malformed");
        check(
                "two lengths",
                raw(packet + "Content-Length: 5\r\nContent-Length: 6", none),
                400,
                "malformed");
    }

    @Test
    @Order(5)
    void theSameInABatchIsALineEach() {
        List<String> split = List.of(
                "no bytes at all",
                "a byte after the message",
                "half of the message",
                "array of three",
                "JSON");
        List<byte[]> messages = new ArrayList<>();
        List<RefusedPackets.Refused> expected = new ArrayList<>();
        for (BadPackets.Bad bad : BadPackets.of(GOOD)) {
            if (!split.contains(bad.name())) {
                expected.add(new RefusedPackets.Refused(
                        bad.name(), bad.message(), 400, "malformed", null));
            }
        }
        expected.addAll(RefusedPackets.of(ELECTION, TAKEN, SECOND));
        byte[] large = RawCbor.bytes(new byte[65_600]);
        expected.add(new RefusedPackets.Refused("too large", large, 413, "too-large", null));
        expected.add(
                new RefusedPackets.Refused("after it", RawCbor.uint(1), 400, "malformed", null));
        byte[] broken = RawCbor.raw(0xff);
        expected.add(new RefusedPackets.Refused("a break alone", broken, 400, "malformed", null));
        expected.forEach(one -> messages.add(one.message()));
        messages.add(GOOD.sign1(seed(12))); // behind broken bytes, so it is not read

        List<String> lines = client.batch(messages);
        assertThat(lines).hasSize(expected.size());
        for (int i = 0; i < lines.size(); i++) {
            RefusedPackets.Refused one = expected.get(i);
            JsonObject line = new JsonObject(lines.get(i));
            assertThat(line.getInteger("status")).as(one.name()).isEqualTo(one.status());
            check(
                    "in a batch: " + one.name(),
                    line.getJsonObject("problem"),
                    one.status(),
                    one.code());
        }
    }

    @Test
    @Order(6)
    void nothingHasMovedAndAGoodPacketIsTaken() {
        Map<String, String> now = bodies();
        before.forEach((path, body) -> assertThat(now.get(path)).as(path).isEqualTo(body));
        Client.Reply good = client.post(GOOD.sign1(seed(12)));
        assertThat(good.status()).as(good.body()).isEqualTo(201);
        assertThat(good.json().getLong("seq")).isEqualTo(head + 1);
        assertThat(good.json().getLong("contestSeq")).isEqualTo(3);
        assertThat(Client.votes(client.shown(7, head + 1))).containsExactly(40, 41);
        Map<String, String> after = bodies();
        List<String> still = READ.stream()
                .filter(path -> path.matches(".*/(8|9|1[01])(/.*)?"))
                .toList();
        assertThat(still).hasSize(5).allSatisfy(path -> assertThat(after.get(path))
                .isEqualTo(before.get(path)));
    }

    private static Client.Reply get(String path) {
        return client.send(client.at(path).build());
    }

    private static Client.Reply post(String path, String type, byte[] body) {
        return client.send(client.at(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static Client.Reply coded(String coding, byte[] body) {
        return client.send(client.at("/v1/packets")
                .header("Content-Type", "application/cose")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static Client.Reply send(String method, String path, byte[] body) {
        return client.send(
                client.at(path).method(method, BodyPublishers.ofByteArray(body)).build());
    }

    /// Sends a head and some bytes by hand, and reads until the server closes the connection.
    private static Client.Reply raw(String head, byte[] body) throws IOException {
        try (Socket socket = client.trust
                .getSocketFactory()
                .createSocket(client.ingest.getHost(), client.ingest.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(RawCbor.join((head + "\r\n\r\n").getBytes(ISO_8859_1), body));
            return RawReply.read(socket.getInputStream());
        }
    }

    private static void check(String name, Client.Reply reply, int status, String code) {
        assertThat(reply.status()).as("%s: %s", name, reply.body()).isEqualTo(status);
        assertThat(reply.type()).as(name).isEqualTo("application/problem+json");
        check(name, reply.json(), status, code);
    }

    private static void check(String name, JsonObject problem, int status, String code) {
        assertThat(problem.getString("code")).as("%s: %s", name, problem).isEqualTo(code);
        assertThat(problem.getInteger("status")).as(name).isEqualTo(status);
        assertThat(problem.getString("type")).as(name).isEqualTo("/problems/" + code);
        assertThat(problem.getString("title")).as(name).isNotBlank();
        assertThat(problem.getString("detail")).as(name).isNotBlank();
        assertThat(problem.getString("retry"))
                .as(name)
                .isEqualTo(code.equals("revision-gap") ? "after-previous" : "never");
        System.out.printf("%-58s | %d | %s%n", name, status, code);
    }
}
