package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Area;
import org.shomar.aggregator.election.AreaKind;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Goal: no reader can make the server hold more than its bounds, and each limit has its
/// own close code.
/// Method: real sockets on loopback with small bounds; a reader that stops reading.
@DisplayName("limits of a reader")
class ReaderLimitsTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));

    @Test
    void wantsTheSubprotocol() {
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals)) {
            WebSocketConnectOptions without = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(server.feed.port())
                    .setURI(Routes.FEED);

            assertThatThrownBy(() -> PublicServer.await(server.sockets.connect(without)))
                    .isInstanceOfSatisfying(UpgradeRejectedException.class, rejected -> {
                        assertThat(rejected.getStatus()).isEqualTo(400);
                        assertThat(rejected.getBody().toString()).contains("malformed");
                    });
            assertThat(server.connect().socket().subProtocol()).isEqualTo("shomar.feed.v1");
        }
    }

    /// Without a version Vert.x would speak a draft with other frames.
    @Test
    void wantsTheVersionOfTheStandard() throws Exception {
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals);
                RawReader old = new RawReader(server.feed.port(), "Origin: http://localhost\r\n");
                RawReader reader = new RawReader(server.feed.port())) {
            assertThat(old.answer()).startsWith("HTTP/1.1 400 ");
            assertThat(reader.answer()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void bringsEveryTopicOfADelivery() throws Exception {
        Definition wide = wide(400);
        MemoryTotals many = new MemoryTotals(wide, new Random(1));
        FeedConfig small =
                new FeedConfig("127.0.0.1", 0, 1, 1, 10_000, 5_000, 60_000, 4_096, 10, 100, 15_000);
        try (PublicServer server = new PublicServer(small, wide, many)) {
            PublicServer.Client reader = server.connect();
            Map<String, Long> seqs = new HashMap<>();
            for (int area = 0; area < 400; area++) {
                seqs.put("contest/7/area/A" + area, -1L);
            }
            reader.send(subscribe(List.copyOf(seqs.keySet())));
            for (int round = 0; round < 20; round++) {
                long newest = many.now(7).seq();
                while (!seqs.values().stream().allMatch(seq -> seq == newest)) {
                    JsonObject frame = reader.next();
                    long from = frame.getLong("from", seqs.get(frame.getString("topic")));
                    assertThat(seqs.put(frame.getString("topic"), frame.getLong("seq")))
                            .isEqualTo(from)
                            .isLessThan(frame.getLong("seq"));
                }
                many.report(7);
                PublicServer.await(server.feed.refresh());
            }
        }
    }

    @Test
    void closesOnTooManyTopicsInAMessage() throws Exception {
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals)) {
            PublicServer.Client fine = server.connect();
            fine.send(subscribe(Collections.nCopies(1_000, "contest/7")));
            assertThat(fine.next().getString("kind")).isEqualTo("snapshot");
            PublicServer.Client reader = server.connect();
            reader.send(subscribe(Collections.nCopies(1_001, "contest/7")));

            assertThat(reader.closeCode()).isEqualTo((short) 1008);
        }
    }

    @Test
    void closesOnTooManyTopicsOnAConnection() throws Exception {
        Definition wide = wide(2_001);
        try (PublicServer server =
                new PublicServer(PublicServer.FAST, wide, new MemoryTotals(wide, new Random(1)))) {
            PublicServer.Client reader = server.connect();
            List<String> topics = new ArrayList<>();
            for (int area = 0; area < 2_001; area++) {
                topics.add("contest/7/area/A" + area);
            }
            reader.send(subscribe(topics.subList(0, 1_000)));
            reader.send(subscribe(topics.subList(1_000, 2_000)));
            for (int topic = 0; topic < 2_000; topic++) {
                assertThat(reader.next().getString("kind")).isEqualTo("snapshot");
            }
            assertThat(server.feed.topics()).isEqualTo(2_000);
            reader.send(subscribe(topics.subList(2_000, 2_001)));

            assertThat(reader.closeCode()).isEqualTo((short) 1008);
        }
    }

    @Test
    void closesOnAMessageTooLong() throws Exception {
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals)) {
            String fits = " ".repeat(65_536 - 26) + "{\"subscribe\":[\"contest/7\"]}";
            PublicServer.Client reader = server.connect();
            PublicServer.await(reader.socket().writeTextMessage(fits.substring(1)));
            assertThat(reader.next().getString("kind")).isEqualTo("snapshot");
            PublicServer.await(reader.socket().writeTextMessage(" ".repeat(65_537)));
            assertThat(reader.closeCode()).isEqualTo((short) 1009);

            PublicServer.Client pieces = server.connect();
            pieces.socket().writeFrame(WebSocketFrame.textFrame(" ".repeat(60_000), false));
            pieces.socket()
                    .writeFrame(WebSocketFrame.continuationFrame(
                            io.vertx.core.buffer.Buffer.buffer(" ".repeat(60_000)), true));
            assertThat(pieces.closeCode()).isEqualTo((short) 1009);
        }
    }

    @Test
    void turnsReadersAwayWhenThereAreTooMany() throws Exception {
        FeedConfig one =
                new FeedConfig("127.0.0.1", 0, 1, 5, 10, 200, 60_000, 4_096, 1, 100, 15_000);
        try (PublicServer server = new PublicServer(one, definition, totals)) {
            PublicServer.Client first = server.connect();
            first.subscribe("election");
            first.next();
            assertThat(server.feed.readers()).isEqualTo(1);

            assertThat(server.connect().closeCode()).isEqualTo((short) 1013);

            PublicServer.await(first.socket().close());
            first.closeCode();
        }
    }

    @Test
    void saysGoodbyeWhenItCloses() throws Exception {
        PublicServer.Client reader;
        try (PublicServer server = new PublicServer(PublicServer.FAST, definition, totals)) {
            reader = server.connect();
            reader.subscribe("election");
            reader.next();
            PublicServer.await(server.feed.close());
            assertThat(reader.closeCode()).isEqualTo((short) 1001);
        }
    }

    @Test
    void tellsASlowReaderToComeBack() throws Exception {
        Definition wide = wide(300);
        MemoryTotals many = new MemoryTotals(wide, new Random(1));
        FeedConfig strict =
                new FeedConfig("127.0.0.1", 0, 1, 1, 10_000, 5_000, 300, 4_096, 10, 100, 15_000);
        try (PublicServer server = new PublicServer(strict, wide, many)) {
            PublicServer.Client reader = server.connect();
            reader.subscribe("contest/7");
            reader.next();
            reader.socket().pause();
            while (server.feed.slowReadersClosed() == 0) {
                many.report(7);
                PublicServer.await(server.feed.refresh());
            }
            reader.socket().resume();

            assertThat(reader.closeCode()).isEqualTo((short) 4000);
        }
    }

    @Test
    void sendsTheNewestStateToAReaderThatCatchesUp() throws Exception {
        Definition wide = wide(300);
        MemoryTotals many = new MemoryTotals(wide, new Random(1));
        FeedConfig patient =
                new FeedConfig("127.0.0.1", 0, 1, 1, 10_000, 5_000, 60_000, 4_096, 10, 100, 15_000);
        try (PublicServer server = new PublicServer(patient, wide, many)) {
            PublicServer.Client reader = server.connect();
            reader.subscribe("contest/7");
            JsonObject state = reader.next().getJsonObject("data");
            reader.socket().pause();
            long stuck = stuckAt(server, many);
            for (int change = 0; change < 50; change++) {
                many.report(7);
                PublicServer.await(server.feed.refresh());
            }
            reader.socket().resume();
            while (state.getLong("seq") < many.now(7).seq()) {
                JsonObject frame = reader.next();
                JsonObject data = frame.getJsonObject("data");
                if (frame.getString("kind").equals("snapshot")) {
                    state = data;
                } else {
                    assertThat(frame.getLong("from")).isEqualTo(state.getLong("seq"));
                    state = MergeApply.merge(state, data);
                }
            }

            assertThat(state)
                    .isEqualTo(new JsonObject(server.get("/v1/contests/7").body()));
            // Of 50 states the reader got the newest; the kernel may have taken some more.
            assertThat(server.feed.framesSent()).isLessThan(stuck + 50 / 2);
        }
    }

    @Test
    void stopsListeningToAReaderThatDoesNotRead() throws Exception {
        FeedConfig patient =
                new FeedConfig("127.0.0.1", 0, 1, 5, 10_000, 5_000, 60_000, 4_096, 10, 100, 15_000);
        try (PublicServer server = new PublicServer(patient, definition, totals)) {
            PublicServer.Client deaf = server.connect();
            deaf.socket().pause();
            String wish = subscribe(Collections.nCopies(1_000, "nothing")).encode();
            for (int message = 0; message < 400; message++) {
                deaf.socket().writeTextMessage(wish);
            }
            PublicServer.Client other = server.connect(); // on the same event loop
            for (int turn = 0; turn < 200; turn++) {
                other.subscribe("contest/7");
                other.next();
            }

            // What the kernel takes of 34 MB of answers, and no more.
            assertThat(server.feed.framesSent()).isLessThan(300_000);
            deaf.socket().resume(); // a client that hears nothing may never end
        }
    }

    /// It never takes the close frame, and is never idle.
    @Test
    void endsAReaderThatReadsNothingAndGoesOnSending() throws Exception {
        Definition wide = wide(300);
        MemoryTotals many = new MemoryTotals(wide, new Random(1));
        FeedConfig strict =
                new FeedConfig("127.0.0.1", 0, 1, 1, 10_000, 5_000, 300, 4_096, 10, 100, 15_000);
        try (PublicServer server = new PublicServer(strict, wide, many);
                RawReader deaf = new RawReader(server.feed.port())) {
            deaf.send("{\"subscribe\":[\"contest/7\"]}");
            while (server.feed.slowReadersClosed() == 0) {
                many.report(7);
                PublicServer.await(server.feed.refresh());
            }
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PublicServer.WAIT_SECONDS);
            while (server.feed.readers() > 0 && System.nanoTime() < until) {
                pingUnlessCut(deaf);
            }

            assertThat(server.feed.readers()).isZero();
        }
    }

    private static void pingUnlessCut(RawReader reader) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(10);
        try {
            reader.ping();
        } catch (IOException cut) {
            // as it should be
        }
    }

    /// Publishes until no more frames are written to the only reader; gives how many were.
    private static long stuckAt(PublicServer server, MemoryTotals totals) {
        long sent = 0;
        int same = 0;
        while (same < 30) {
            totals.report(7);
            PublicServer.await(server.feed.refresh());
            long now = server.feed.framesSent();
            same = now == sent ? same + 1 : 0;
            sent = now;
        }
        return sent;
    }

    private static JsonObject subscribe(List<String> topics) {
        return new JsonObject().put("subscribe", new JsonArray(topics));
    }

    /// Contest 7 over a root with so many areas, a branch in each.
    private static Definition wide(int count) {
        List<Area> areas = new ArrayList<>();
        areas.add(new Area(0, "IR", AreaKind.COUNTRY, -1, new Text(null, "Iran")));
        for (int area = 0; area < count; area++) {
            areas.add(new Area(
                    area + 1, "A" + area, AreaKind.COUNTY, 0, new Text(null, "Area " + area)));
        }
        return SmallElection.over(areas);
    }
}
