package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.RawCbor.bytes;
import static org.shomar.aggregator.RawCbor.map;
import static org.shomar.aggregator.RawCbor.negative;
import static org.shomar.aggregator.RawCbor.text;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/// Goal: a packet whose numbers cannot be right is kept and listed, never counted; a
/// correction replaces; whatever is sent again gets the first answer.
///
/// Method: packets made by hand against a whole server; each test has a pair of branch and
/// contest of its own.
class HoldRulesFlowTest {
    private static final TestElection ELECTION = new TestElection();
    private static Node node;
    private static Client client;

    @BeforeAll
    static void start() {
        node = Node.start(ELECTION.definition);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aHeldPacketIsStoredAndListedAndNotCounted() {
        RawPacket impossible = RawPacket.of(ELECTION, 7, 12, 60, 50).with(9, uint(100));
        JsonObject answer = stored(201, impossible.sign1(seed(12)));
        assertThat(answer.getString("state")).isEqualTo("held");
        assertThat(answer.getJsonArray("findings")).hasSize(1);
        JsonObject finding = answer.getJsonArray("findings").getJsonObject(0);
        assertThat(finding.getString("code")).isEqualTo("H-201");
        assertThat(finding.getString("effect")).isEqualTo("hold");
        assertThat(finding.getJsonObject("text").getString("fa")).contains("صندوق");
        assertThat(finding.getJsonObject("text").getString("en")).contains("ballots");

        JsonObject result = area(client.shown(7, answer.getLong("seq")), "IR-08");
        assertThat(result.getJsonObject("branches"))
                .isEqualTo(new JsonObject(
                        "{\"expected\":2,\"reported\":0,\"held\":1,\"annulled\":0}"));
        assertThat(Client.votes(result)).containsExactly(0, 0);
        assertThat(current(impossible).getString("state")).isEqualTo("held");

        RawPacket corrected = RawPacket.of(ELECTION, 7, 12, 60, 40).after(impossible, 2);
        JsonObject second = stored(201, corrected.sign1(seed(12)));
        assertThat(second.getString("state")).isEqualTo("counted");
        JsonObject after = area(client.shown(7, second.getLong("seq")), "IR-08");
        assertThat(Client.votes(after)).containsExactly(60, 40);
        assertThat(after.getJsonObject("branches"))
                .isEqualTo(new JsonObject(
                        "{\"expected\":2,\"reported\":1,\"held\":0,\"annulled\":0}"));
        assertThat(current(impossible))
                .isEqualTo(new JsonObject("{\"state\":\"replaced\",\"revision\":2}"));
        assertThat(current(corrected))
                .isEqualTo(new JsonObject("{\"state\":\"counted\",\"revision\":2}"));
        assertThat(stored(200, impossible.sign1(seed(12)))).isEqualTo(answer);
    }

    @Test
    void aHeldCorrectionLeavesTheOneBeforeInTheTotals() {
        RawPacket first = RawPacket.of(ELECTION, 8, 13, 20, 20, 10);
        stored(201, first.sign1(seed(13)));
        RawPacket held = RawPacket.of(ELECTION, 8, 13, 300, 0, 0).after(first, 2);
        RawPacket tooMany = held.with(9, uint(100)).with(10, uint(90));
        JsonObject second = stored(201, tooMany.sign1(seed(13)));
        assertThat(second.getString("state")).isEqualTo("held");
        assertThat(second.getJsonArray("findings").toString())
                .contains("H-205")
                .contains("H-207")
                .doesNotContain("H-201");

        JsonObject result = client.shown(8, second.getLong("seq"));
        assertThat(Client.votes(result)).containsExactly(20, 20, 10);
        assertThat(result.getJsonObject("branches").getInteger("reported")).isEqualTo(1);
        assertThat(result.getJsonObject("branches").getInteger("held")).isEqualTo(1);
        assertThat(current(first).getString("state")).isEqualTo("counted");
        assertThat(current(first).getInteger("revision")).isEqualTo(2);
        assertThat(current(tooMany).getString("state")).isEqualTo("held");
        String branches = client.get("/v1/contests/8/branches").body();
        assertThat(branches)
                .contains("\"branch\":13,\"area\":\"IR-08\",\"state\":\"held\",\"revision\":2,"
                        + "\"packet\":\"" + tooMany.id() + "\"");

        RawPacket third = RawPacket.of(ELECTION, 8, 13, 20, 20, 11).after(tooMany, 3);
        JsonObject last = stored(201, third.sign1(seed(13)));
        assertThat(Client.votes(client.shown(8, last.getLong("seq")))).containsExactly(20, 20, 11);
        assertThat(current(first).getString("state")).isEqualTo("replaced");
        assertThat(current(tooMany).getString("state")).isEqualTo("replaced");
    }

    @Test
    void theSamePayloadGetsTheFirstAnswerHoweverItIsSigned() {
        RawPacket packet = RawPacket.of(ELECTION, 7, 14, 30, 20);
        byte[] first = packet.sign1(seed(14));
        Client.Reply created = client.post(first);
        assertThat(created.status()).isEqualTo(201);

        byte[] hint = map(uint(4), bytes("any".getBytes(StandardCharsets.UTF_8)));
        byte[] alg19 = map(uint(1), negative(-19), uint(3), text(RawPacket.TYPE));
        byte[][] others = {
            first,
            packet.sign1(seed(14, "observer")),
            RawPacket.sign1(RawPacket.HEADER1, hint, packet.payload(), seed(14)),
            RawPacket.sign1(alg19, RawPacket.NO_HEADER, packet.payload(), seed(14, "deputy"))
        };
        for (byte[] other : others) {
            Client.Reply again = client.post(other);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(created.body());
        }
        assertThat(client.message(packet.id().toString())).isEqualTo(first);
        byte[] forged = packet.sign1(seed(12));
        assertThat(client.post(forged).status()).isEqualTo(403);
        long seq = created.json().getLong("seq");
        JsonObject branch = area(client.shown(7, seq), "IR-23");
        assertThat(Client.votes(branch)).containsExactly(30, 20);
    }

    @Test
    void twoSignersInEitherOrderAreOnePacket() {
        RawPacket packet = RawPacket.of(ELECTION, 10, 13, 5, 6);
        Client.Reply created = client.post(packet.sign(13, "presiding", "observer"));
        assertThat(created.status()).isEqualTo(201);
        Client.Reply turned = client.post(packet.sign(13, "observer", "presiding"));
        assertThat(turned.status()).isEqualTo(200);
        assertThat(turned.body()).isEqualTo(created.body());
        Client.Reply third = client.post(packet.sign(13, "deputy", "observer"));
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.body()).isEqualTo(created.body());
    }

    @Test
    void listVotesAreCounted() {
        RawPacket packet = RawPacket.of(ELECTION, 9, 12, 10, 5, 5)
                .with(9, uint(60))
                .with(10, uint(50))
                .with(14, RawPacket.counts(20, 10));
        JsonObject answer = stored(201, packet.sign1(seed(12)));
        assertThat(answer.getString("state")).isEqualTo("counted");
        JsonObject result = client.shown(9, answer.getLong("seq"));
        assertThat(Client.votes(result)).containsExactly(10, 5, 5);
        assertThat(result.getJsonArray("listVotes").encode()).isEqualTo("[20,10]");
        assertThat(result.getJsonObject("ballots").getInteger("cast")).isEqualTo(50);
    }

    @Test
    void aNoteIsKeptByteForByte() {
        String note = "می‌خواهم ي ك n\u0303 ñ 🗳️ \u0000 \"\\";
        byte[] message =
                RawPacket.of(ELECTION, 11, 14, 1, 2).with(16, text(note)).sign1(seed(14));
        String id = stored(201, message).getString("packet");
        assertThat(client.message(id)).isEqualTo(message);
    }

    private static JsonObject area(JsonObject result, String code) {
        return result.getJsonArray("areas").stream()
                .map(JsonObject.class::cast)
                .filter(area -> area.getString("area").equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject current(RawPacket packet) {
        return client.packetJson(packet.id().toString()).json().getJsonObject("current");
    }

    private static JsonObject stored(int status, byte[] message) {
        Client.Reply reply = client.post(message);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/json");
        return reply.json();
    }
}
