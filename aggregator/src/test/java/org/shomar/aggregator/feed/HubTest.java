package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Goal: what one delivery has for a reader is sent at once, and to the end; and is shown
/// then.
/// Method: a hub without heartbeats, which would push out what was forgotten; a handler at
/// the socket counts the flushes.
@DisplayName("delivery to the readers of an event loop")
class HubTest {
    private static final List<String> TOPICS =
            List.of("election", "contest/7", "contest/9", "contest/7/area/IR-08-01");

    private final Definition definition = SmallElection.open();
    private final Topics topics = new Topics(definition);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final BlockingQueue<Integer> shown = new LinkedBlockingQueue<>();
    private final Publisher publisher = new Publisher(
            definition, totals, PublicServer.FAST, (contest, seq) -> shown.add(contest));
    private final Counters counters = new Counters();
    private final Hub hub = new Hub(
            loop, publisher, new MemoryLog(definition, 1), InstantSource.system(), counters);
    private final AtomicInteger flushes = new AtomicInteger();
    private int port;

    @BeforeEach
    void listen() {
        PublicServer.await(vertx.deployVerticle(publisher));
        Promise<Integer> listening = Promise.promise();
        loop.runOnContext(ignored -> vertx.createHttpServer(
                        PublicPlane.options(PublicServer.FAST.at("127.0.0.1", 0)))
                .requestHandler(request -> request.toWebSocket().onSuccess(this::join))
                .listen()
                .map(server -> server.actualPort())
                .onComplete(listening));
        port = PublicServer.await(listening.future());
    }

    @AfterEach
    void stop() {
        PublicServer.await(vertx.close());
    }

    @Test
    void sendsSeveralTopicsOfAReaderTogether() throws IOException {
        try (RawReader several = following(TOPICS);
                RawReader one = following(TOPICS.subList(1, 2))) {
            flushes.set(0);
            offer(TOPICS);
            Map<String, Long> seqs = new HashMap<>();
            for (int frame = 0; frame < TOPICS.size(); frame++) {
                JsonObject delta = new JsonObject(several.frame().text());
                seqs.put(delta.getString("topic"), delta.getLong("seq"));
            }

            assertThat(seqs).containsOnlyKeys(TOPICS).containsValue(1L);
            assertThat(new JsonObject(one.frame().text()).getString("topic"))
                    .isEqualTo("contest/7");
            assertThat(flushes).hasValue(2); // one for each reader
        }
    }

    @Test
    void sendsASingleTopicToEachReaderAtOnce() throws IOException {
        try (RawReader several = following(TOPICS);
                RawReader one = following(TOPICS.subList(1, 2))) {
            offer(TOPICS.subList(1, 2));

            assertThat(new JsonObject(several.frame().text()).getLong("seq")).isOne();
            assertThat(new JsonObject(one.frame().text()).getLong("seq")).isOne();
        }
    }

    /// More than a block of them, and not a whole number of blocks.
    @Test
    void sendsEachStateOnceToEachOfManyReaders() throws IOException {
        List<String> topic = TOPICS.subList(1, 2);
        List<RawReader> readers = new ArrayList<>();
        try {
            for (int reader = 0; reader < 2 * Burst.READERS + 5; reader++) {
                readers.add(following(topic));
            }
            long before = counters.framesSent.sum();
            offer(topic);
            for (RawReader reader : readers) {
                assertThat(new JsonObject(reader.frame().text()).getLong("seq")).isEqualTo(1);
            }
            offer(topic);
            for (RawReader reader : readers) {
                JsonObject delta = new JsonObject(reader.frame().text());
                assertThat(delta.getLong("from")).isEqualTo(1);
                assertThat(delta.getLong("seq")).isEqualTo(2);
            }

            assertThat(counters.framesSent.sum() - before).isEqualTo(2L * readers.size());
        } finally {
            for (RawReader reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void countsAsShownWhenTheReadersHaveIt() throws Exception {
        try (RawReader reader = following(TOPICS.subList(3, 4))) {
            Semaphore stuck = stuck();
            totals.report(7);
            totals.report(9);
            PublicServer.await(publisher.refresh());

            assertThat(shown).containsExactly(9); // nobody follows it
            stuck.release();
            assertThat(new JsonObject(reader.frame().text()).getLong("seq")).isEqualTo(2);
            assertThat(shown.take()).isEqualTo(9);
            assertThat(shown.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void holdsNothingBackOnceItIsClosed() throws Exception {
        try (RawReader reader = following(TOPICS.subList(1, 2))) {
            Semaphore stuck = stuck();
            totals.report(7);
            PublicServer.await(publisher.refresh());
            assertThat(shown).isEmpty();
            publisher.closed(hub);

            assertThat(shown.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(7);
            totals.report(7);
            PublicServer.await(publisher.refresh());
            assertThat(shown).containsExactly(7);
            stuck.release();
            assertThat(new JsonObject(reader.frame().text()).getLong("seq")).isEqualTo(2);
        }
    }

    /// The hub's event loop stands still until this is released.
    private Semaphore stuck() throws InterruptedException {
        Semaphore stuck = new Semaphore(0);
        Semaphore begun = new Semaphore(0);
        loop.runOnContext(ignored -> {
            begun.release();
            stuck.acquireUninterruptibly();
        });
        begun.acquire();
        return stuck;
    }

    /// Offers a next state of each topic, all before the hub looks.
    private void offer(List<String> names) {
        Promise<Void> offered = Promise.promise();
        loop.runOnContext(ignored -> {
            for (String name : names) {
                Publication now = hub.current(topics.named(name).orElseThrow()).orElseThrow();
                long seq = now.seq() + 1;
                hub.offer(now.next(seq, Map.of("seq", seq), this, now.version() + 1_000));
            }
            offered.complete();
        });
        PublicServer.await(offered.future());
    }

    /// A reader that has the first state of each topic.
    private RawReader following(List<String> names) throws IOException {
        RawReader reader = new RawReader(port);
        reader.send(new JsonObject().put("subscribe", names).encode());
        for (int frame = 0; frame < names.size(); frame++) {
            assertThat(new JsonObject(reader.frame().text()).getLong("seq")).isZero();
        }
        return reader;
    }

    private void join(ServerWebSocket socket) {
        ((WebSocketInternal) socket)
                .channelHandlerContext()
                .pipeline()
                .addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void flush(ChannelHandlerContext at) {
                        flushes.incrementAndGet();
                        at.flush();
                    }
                });
        Reader reader = new Reader(vertx, socket, Wire.of(socket), hub, topics, 60_000);
        hub.came(reader);
        reader.start();
    }
}
