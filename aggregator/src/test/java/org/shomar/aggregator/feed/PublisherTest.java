package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Totals;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Random;

/// Goal: what is kept for HTTP is what is weighed and said, however often the count moves.
/// Method: totals made up in memory, read one area after the other; the garbage collector
/// says what is still held.
@DisplayName("results kept for HTTP")
class PublisherTest {
    private static final int COLLECTIONS_MAX = 100;
    private static final List<String> TOPICS =
            List.of("contest/7", "contest/7/area/IR-08-01", "contest/7/area/IR-08-02");

    private final Definition definition = SmallElection.open();
    private final Topics topics = new Topics(definition);
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final Vertx vertx = Vertx.vertx();
    private final Publisher publisher =
            new Publisher(definition, totals, PublicServer.FAST, (contest, seq) -> {});

    @BeforeEach
    void start() {
        PublicServer.await(vertx.deployVerticle(publisher));
    }

    @AfterEach
    void stop() {
        PublicServer.await(vertx.close());
    }

    @Test
    void holdNoEarlierTotals() {
        WeakReference<Totals> earlier = published(2);
        TOPICS.forEach(this::result);
        published(3);
        result(TOPICS.getFirst());
        for (int i = 0; i < COLLECTIONS_MAX && earlier.get() != null; i++) {
            System.gc();
        }

        assertThat(earlier.get()).isNull();
    }

    @Test
    void areWeighedWithAllTheirBytes() {
        published(2);
        TOPICS.forEach(this::result);
        published(3);
        long bytes = 0;
        for (String topic : TOPICS) {
            bytes += Publisher.KEPT_BYTES + result(topic).body().length;
        }

        assertThat(publisher.cacheBytes()).isEqualTo(bytes);
    }

    @Test
    void areEncodedOnceForEachMoment() {
        published(2);
        byte[] body = result("contest/7").body();
        assertThat(result("contest/7").body()).isSameAs(body);
        published(2);
        assertThat(result("contest/7").body()).isNotSameAs(body).isEqualTo(body);
        published(3);
        assertThat(result("contest/7").etag()).isEqualTo("\"3\"");
    }

    @Test
    void progressIsEncodedAndHashedOnceForEachChange() {
        published(2);
        Content before = publisher.progress();
        assertThat(publisher.progress()).isSameAs(before);
        published(2);
        assertThat(publisher.progress()).isSameAs(before);
        published(3);
        Content after = publisher.progress();
        assertThat(after).isNotSameAs(before).isSameAs(publisher.progress());
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(after).isEqualTo(Content.of(Content.JSON, after.body()));
    }

    private Content result(String topic) {
        return publisher.result(topics.named(topic).orElseThrow());
    }

    /// New totals, held by nobody but the source.
    private WeakReference<Totals> published(long seq) {
        Totals made = new Totals(7, seq, seq, totals.now(7).areas());
        totals.set(made);
        PublicServer.await(publisher.refresh());
        return new WeakReference<>(made);
    }
}
