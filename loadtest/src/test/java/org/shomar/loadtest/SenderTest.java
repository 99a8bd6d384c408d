package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.loadtest.load.Endpoint;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Goal: whatever the ingress and the network do, every packet is settled once and a branch's
/// packets are stored in their order.
///
/// Method: a sender against a [FakeIngress] on loopback that refuses and breaks off at random.
class SenderTest {
    private static final int BRANCHES = 40;
    private static final int REVISIONS = 30;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void settlesEachPacketOnceAndInOrder(long seed) throws IOException {
        FakeIngress ingress = new FakeIngress(vertx, FakeIngress.Mood.moody(seed), 0);
        List<Parcel> parcels = parcels();
        Answers answers = new Answers();
        AtomicInteger settled = new AtomicInteger();
        sender(parcels, ingress, answers, settled, TimeUnit.MINUTES.toNanos(1)).run();

        assertThat(settled).hasValue(parcels.size());
        assertThat(answers.outcomes().keySet()).isSubsetOf("200 counted", "201 counted");
        assertThat(answers.outcomes().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(parcels.size());
        assertThat(answers.outcomes())
                .as("some were stored and not heard of")
                .containsKey("200 counted");
        assertThat(ingress.cuts()).as("answers broken off").isPositive();
        for (int branch = 0; branch < BRANCHES; branch++) {
            int own = branch;
            assertThat(ingress.stored().stream().filter(index -> index % BRANCHES == own))
                    .isSorted()
                    .hasSize(REVISIONS);
        }
    }

    @Test
    void givesUpWhenNothingIsSettledForTooLong() {
        FakeIngress ingress = new FakeIngress(vertx, FakeIngress.Mood.REFUSING, 0);
        assertThatThrownBy(() -> sender(parcels(), ingress, new Answers(), new AtomicInteger(), 0)
                        .run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the ingress answers 503");
        assertThat(ingress.stored()).isEmpty();
    }

    @Test
    void waitsForAnIngressThatStartsLater() throws IOException {
        int port = new FakeIngress(vertx, FakeIngress.Mood.CALM, 0).portAfterClosing();
        Uplink uplink = uplink(port);
        List<FakeIngress> started = new ArrayList<>();
        uplink.awaitIngress(() -> started.add(new FakeIngress(vertx, FakeIngress.Mood.CALM, port)));
        assertThat(started).hasSize(1);
    }

    /// Round after round, each branch's next revision.
    private static List<Parcel> parcels() {
        return IntStream.range(0, BRANCHES * REVISIONS)
                .mapToObj(i -> new Parcel(i, 1, i % BRANCHES, FakeIngress.message(i)))
                .toList();
    }

    private Uplink uplink(int port) {
        return new Uplink(vertx, Endpoint.ingest(URI.create("http://127.0.0.1:" + port), null), 1);
    }

    private Sender sender(
            List<Parcel> parcels,
            FakeIngress ingress,
            Answers answers,
            AtomicInteger settled,
            long troubleNanosMax) {
        return new Sender(
                parcels,
                uplink(ingress.port()),
                new Pace(System.nanoTime(), 0),
                answers,
                settled::addAndGet,
                RETRY_NANOS,
                troubleNanosMax);
    }
}
