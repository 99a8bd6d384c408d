package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.proof.Checkpoint;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Goal: a reader's state, built from what the feed sends, is the one that HTTP answers,
/// and never goes back.
/// Method: real sockets on loopback, totals made up in memory; laws with a replayable seed.
@DisplayName("feed over WebSocket")
class FeedTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final MemoryLog log = new MemoryLog(definition, 1);
    private final PublicServer server =
            new PublicServer(PublicServer.FAST, definition, totals, log);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void deltasLeadToWhatHttpAnswers(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, String> paths = Map.of(
                "contest/7", "/v1/contests/7",
                "contest/7/area/IR-08-01", "/v1/contests/7/areas/IR-08-01",
                "contest/9", "/v1/contests/9",
                "election", "/v1/progress");
        PublicServer.Client reader = server.connect();
        reader.subscribe(paths.keySet().toArray(String[]::new));
        Map<String, JsonObject> states = new HashMap<>();
        while (states.size() < paths.size()) {
            accept(reader.next(), states);
        }
        long last = 0;
        for (int round = 0; round < 60; round++) {
            int contest = random.nextBoolean() ? 7 : 9;
            last = totals.report(contest).seq();
            server.feed.changed(contest);
            if (random.nextInt(3) == 0) {
                while (seq(states, "contest/" + contest) < last) {
                    accept(reader.next(), states);
                }
            }
        }
        while (seq(states, "contest/7") < totals.now(7).seq()
                || seq(states, "contest/7/area/IR-08-01") < totals.now(7).seq()
                || seq(states, "contest/9") < totals.now(9).seq()
                || seq(states, "election") < last) {
            accept(reader.next(), states);
        }
        for (Map.Entry<String, String> path : paths.entrySet()) {
            HttpResponse<String> answer = server.get(path.getValue());
            assertThat(states.get(path.getKey())).isEqualTo(new JsonObject(answer.body()));
        }
    }

    @Test
    void sendsASnapshotThenDeltas() throws Exception {
        PublicServer.Client reader = server.connect();
        reader.subscribe("contest/7");
        JsonObject first = reader.next();
        totals.report(7);
        server.feed.changed(7);
        JsonObject second = reader.next();

        assertThat(first.fieldNames()).containsExactly("topic", "kind", "seq", "data");
        assertThat(first.getString("kind")).isEqualTo("snapshot");
        assertThat(second.fieldNames()).containsExactly("topic", "kind", "from", "seq", "data");
        assertThat(second.getString("kind")).isEqualTo("delta");
        assertThat(second.getLong("from")).isZero();
        assertThat(second.getLong("seq")).isEqualTo(2);
        assertThat(second.getJsonObject("data").fieldNames()).doesNotContain("contest", "area");
    }

    @Test
    void neverGoesBack() throws Exception {
        Totals old = totals.report(7);
        Totals newer = totals.report(7);
        PublicServer.await(server.feed.refresh());
        PublicServer.Client reader = server.connect();
        reader.subscribe("contest/7");
        assertThat(reader.next().getLong("seq")).isEqualTo(newer.seq());

        totals.set(old);
        PublicServer.await(server.feed.refresh());
        assertThat(result("/v1/contests/7").getLong("seq")).isEqualTo(newer.seq());
        totals.set(newer);
        Totals newest = totals.report(7);
        server.feed.changed(7);

        JsonObject next = reader.next();
        assertThat(next.getLong("from")).isEqualTo(newer.seq());
        assertThat(next.getLong("seq")).isEqualTo(newest.seq());
    }

    @Test
    void sendsRepairedNumbersUnderTheSameSequence() throws Exception {
        totals.report(7);
        PublicServer.await(server.feed.refresh());
        PublicServer.Client reader = server.connect();
        reader.subscribe("contest/7");
        assertThat(reader.next().getLong("seq")).isEqualTo(2);

        Totals wrong = totals.report(7);
        totals.set(new Totals(7, 2, 1, wrong.areas()));
        PublicServer.await(server.feed.refresh());

        JsonObject repaired = reader.next();
        assertThat(repaired.getString("kind")).isEqualTo("snapshot");
        assertThat(repaired.getLong("seq")).isEqualTo(2);
        assertThat(repaired.getJsonObject("data")).isEqualTo(result("/v1/contests/7"));
    }

    @Test
    void sendsNothingToWhoHasItUntilTheNextChange() throws Exception {
        totals.report(7);
        PublicServer.await(server.feed.refresh());
        PublicServer.Client reader = server.connect();
        reader.send(new JsonObject()
                .put("subscribe", new JsonArray().add("contest/7").add("contest/9"))
                .put("after", new JsonObject().put("contest/7", 2)));
        assertThat(reader.next().getString("topic")).isEqualTo("contest/9");
        totals.report(7);
        server.feed.changed(7);

        JsonObject next = reader.next();
        assertThat(next.getString("kind")).isEqualTo("delta");
        assertThat(next.getLong("from")).isEqualTo(2);
    }

    @Test
    void sendsASnapshotToWhoHasAnotherState() throws Exception {
        totals.report(7);
        totals.report(7);
        PublicServer.await(server.feed.refresh());
        PublicServer.Client reader = server.connect();
        reader.send(new JsonObject()
                .put("subscribe", new JsonArray().add("contest/7"))
                .put("after", new JsonObject().put("contest/7", 2)));

        assertThat(reader.next().getString("kind")).isEqualTo("snapshot");
        reader.subscribe("contest/7");
        assertThat(reader.next().getString("kind")).isEqualTo("snapshot");
    }

    @Test
    void conflatesAThousandChanges() throws Exception {
        PublicServer.Client reader = server.connect();
        reader.subscribe("contest/7");
        reader.next();
        int readsBefore = totals.reads.get();
        Totals last = totals.now(7);
        for (int change = 0; change < 1_000; change++) {
            last = totals.report(7);
            server.feed.changed(7);
        }
        int frames = 1;
        while (reader.next().getLong("seq") < last.seq()) {
            frames++;
        }

        assertThat(frames).isLessThan(200);
        assertThat(totals.reads.get() - readsBefore).isLessThan(200);
    }

    @Test
    void beatsWithTheSequencesOfTheTopics() throws Exception {
        totals.report(7);
        PublicServer.await(server.feed.refresh());
        PublicServer.Client reader = server.connect();
        assertThat(reader.heartbeat().getJsonObject("seq")).isEmpty();
        reader.subscribe("contest/7", "contest/9");
        reader.next();
        reader.next();
        JsonObject beat = reader.heartbeat();
        while (beat.getJsonObject("seq").size() < 2) {
            beat = reader.heartbeat();
        }

        assertThat(beat.fieldNames()).containsExactly("kind", "time", "size", "root", "seq");
        assertThat(beat.getLong("size")).isEqualTo(1);
        assertThat(beat.getString("root"))
                .isEqualTo(Checkpoint.base64(log.signed().root()));
        assertThat(Instant.parse(beat.getString("time"))).isNotNull();
        assertThat(beat.getJsonObject("seq").getLong("contest/7")).isEqualTo(2);
        assertThat(beat.getJsonObject("seq").getLong("contest/9")).isZero();
    }

    @Test
    void beatsWithTheNewestSignedLog() throws Exception {
        PublicServer.Client reader = server.connect();
        for (int size = 2; size < 40; size += 9) {
            log.growSilently(size - (int) log.signed().size());
            JsonObject beat = reader.heartbeat();
            while (beat.getLong("size") < size) {
                beat = reader.heartbeat();
            }
            assertThat(beat.getLong("size")).isEqualTo(size);
            assertThat(beat.getString("root"))
                    .isEqualTo(Checkpoint.base64(log.signed().root()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                    | bad-message
            []                                   | bad-message
            {}                                   | bad-message
            {"subscribe":"contest/7"}            | bad-message
            {"subscribe":[7]}                    | bad-message
            {"subscribe":[],"after":{"a":-1}}    | bad-message
            {"subscribe":[],"after":{"a":"b"}}   | bad-message
            {"subscribe":["contest/8"]}          | unknown-topic
            {"subscribe":["contest/07"]}         | unknown-topic
            {"subscribe":["contest/7/area/IR"]}  | unknown-topic
            {"subscribe":["nothing"]}            | unknown-topic
            """)
    void saysWhatIsWrongAndGoesOn(String message, String code) throws Exception {
        PublicServer.Client reader = server.connect();
        PublicServer.await(reader.socket().writeTextMessage(message));
        JsonObject error = reader.next();
        assertThat(error.getString("kind")).isEqualTo("error");
        assertThat(error.getString("code")).isEqualTo(code);

        reader.subscribe("contest/7");
        assertThat(reader.next().getString("kind")).isEqualTo("snapshot");
    }

    @Test
    void keepsAGatedContestClosed() throws Exception {
        Definition gated = SmallElection.with(Release.GATED);
        try (PublicServer closed = new PublicServer(
                PublicServer.FAST, gated, new MemoryTotals(gated, new Random(1)))) {
            PublicServer.Client reader = closed.connect();
            reader.subscribe("contest/7", "election");

            assertThat(reader.next().getString("code")).isEqualTo("not-published");
            assertThat(reader.next().getString("topic")).isEqualTo("election");
        }
    }

    @Test
    void stopsSendingWhatWasUnsubscribed() throws Exception {
        PublicServer.Client reader = server.connect();
        reader.subscribe("contest/7", "contest/9");
        reader.next();
        reader.next();
        reader.send(new JsonObject().put("unsubscribe", new JsonArray().add("contest/7")));
        reader.send(new JsonObject().put("subscribe", new JsonArray().add("nothing")));
        reader.next();
        totals.report(7);
        PublicServer.await(server.feed.refresh());
        totals.report(9);
        server.feed.changed(9);

        assertThat(reader.next().getString("topic")).isEqualTo("contest/9");
    }

    @Test
    void tellsWhatWasShown() throws Exception {
        BlockingQueue<Long> shown = new LinkedBlockingQueue<>();
        server.feed.onShown((contest, seq) -> shown.add(seq));
        totals.report(7);
        server.feed.changed(7);

        assertThat(shown.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(2);
    }

    private static void accept(JsonObject frame, Map<String, JsonObject> states) {
        String topic = frame.getString("topic");
        JsonObject old = states.get(topic);
        if (old != null) {
            assertThat(frame.getLong("seq")).isGreaterThanOrEqualTo(old.getLong("seq"));
        }
        if (frame.getString("kind").equals("delta")) {
            assertThat(old).isNotNull();
            assertThat(frame.getLong("from")).isEqualTo(seq(states, topic));
            states.compute(
                    topic,
                    (name, state) -> MergeApply.merge(
                            state == null ? new JsonObject() : state, frame.getJsonObject("data")));
        } else {
            states.put(topic, frame.getJsonObject("data"));
        }
        assertThat(seq(states, topic)).isEqualTo(frame.getLong("seq"));
    }

    private static long seq(Map<String, JsonObject> states, String topic) {
        return states.getOrDefault(topic, new JsonObject().put("seq", -1)).getLong("seq");
    }

    private JsonObject result(String path) throws IOException {
        return new JsonObject(server.get(path).body());
    }
}
