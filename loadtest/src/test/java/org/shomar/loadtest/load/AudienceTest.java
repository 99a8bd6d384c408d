package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.loadtest.report.Readers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Goal: `shown` is what those saw who read at once, and a connection that a server ends is
/// told with its code, apart for readers who kept up and for slow ones.
///
/// Method: a feed of two frames, to readers on two event loops; a feed that drops them.
class AudienceTest {
    private static final List<String> TOPICS = List.of("contest/1");
    private static final SortedMap<String, Long> NOBODY = new TreeMap<>();
    private static final long WAIT_SECONDS_MAX = 60;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatASlowReaderIsShownIsNotMeasured(@TempDir Path folder) throws IOException {
        Crowd crowd = new Crowd(2, 2, TOPICS, 1);
        Audiences readers = new Audiences(parts(2, crowd, folder));
        assertThat(readers.threadIds()).hasSize(2).doesNotHaveDuplicates();
        readers.begin(System.nanoTime());
        await(() -> told(crowd, readers.parts()).frames() == 8);

        List<Heard> heard = readers.end();
        assertThat(heard).extracting(part -> part.log().count()).containsExactly(1, 1);
        assertThat(Heard.together(crowd, heard)).isEqualTo(new Readers(2, 2, 8, NOBODY, NOBODY, 0));
        assertThat(readers.behind(Map.of(1, 14L), 0)).isZero();
        assertThat(readers.behind(Map.of(1, 15L), 0)).isEqualTo(2);
    }

    @Test
    void aReaderWhoIsDroppedIsToldWithTheCode(@TempDir Path folder) throws IOException {
        Crowd crowd = new Crowd(1, 0, TOPICS, 1);
        List<Audience> parts = parts(1, crowd, folder);
        sockets.forEach(socket -> socket.close((short) 4000, "too slow"));
        await(() -> !told(crowd, parts).stayed());
        assertThat(told(crowd, parts).dropped()).isEqualTo(Map.of("4000", 1L));
    }

    @Test
    void aSlowReaderMayBeDropped(@TempDir Path folder) throws IOException {
        Crowd crowd = new Crowd(0, 1, TOPICS, 1);
        List<Audience> parts = parts(1, crowd, folder);
        sockets.forEach(socket -> socket.close((short) 4000, "too slow"));
        await(() -> !told(crowd, parts).slowDropped().isEmpty());
        assertThat(told(crowd, parts).stayed()).isTrue();
    }

    @Test
    void aTopicThatTheElectionDoesNotHaveIsNamedBeforeTheRun(@TempDir Path folder)
            throws IOException {
        Definition definition = SmallNight.in(folder).definition();
        Contest contest = definition.contests().getFirst();
        int area = definition.electorate(contest).areaIndex(0);
        String known = "contest/" + contest.contest();
        String below = known + "/area/" + definition.areas().get(area).code();
        new Crowd(1, 0, List.of("busiest", "spread", "election", known, below), 1)
                .check(definition);
        for (String topic : List.of("contest/99999999999", known + "0", known + "/area/IR-99")) {
            assertThatThrownBy(() -> new Crowd(1, 0, List.of(topic), 1).check(definition))
                    .hasMessageContaining("the election has no topic " + topic);
        }
    }

    @Test
    void framesBeyondTheLogAreCounted() {
        FrameLog log = new FrameLog(2);
        for (int seq = 1; seq <= 5; seq++) {
            log.add(1, seq - 1L, seq, seq);
        }
        assertThat(log.count()).isEqualTo(2);
        assertThat(log.notKept()).isEqualTo(3);
    }

    private static Readers told(Crowd crowd, List<Audience> parts) {
        return Heard.together(
                crowd, parts.stream().map(part -> part.heard().await()).toList());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /// Readers of a feed, connected.
    private List<Audience> parts(int count, Crowd crowd, Path folder) throws IOException {
        Roll roll = SmallNight.in(folder);
        HttpServer feed = vertx.createHttpServer(
                        new HttpServerOptions().setWebSocketSubProtocols(List.of("shomar.feed.v1")))
                .webSocketHandler(this::show)
                .listen(0, "127.0.0.1")
                .await();
        Endpoint reading = Endpoint.reading(URI.create("http://127.0.0.1:" + feed.actualPort()));
        List<Audience> parts = IntStream.range(0, count)
                .mapToObj(part -> new Audience(part, count, crowd, roll, reading, 1))
                .toList();
        parts.forEach(part -> vertx.deployVerticle(part).await());
        return parts;
    }

    private void show(ServerWebSocket socket) {
        sockets.add(socket);
        socket.textMessageHandler(wish -> List.of(10, 14)
                .forEach(seq -> socket.writeTextMessage(
                        "{\"topic\":\"contest/1\",\"kind\":\"snapshot\",\"seq\":" + seq
                                + ",\"data\":{}}")));
    }
}
