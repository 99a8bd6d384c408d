package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.Release;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Goal: what is answered for an earlier place of the ledger is what was shown then, byte for
/// byte.
/// Method: results are kept as they are shown, and asked for again afterwards, at each place;
/// seeded. That a fold from the ledger gives these totals is shown beside the fold.
@DisplayName("earlier results")
class EarlierResultsTest {
    private final Definition definition = SmallElection.open();
    private final MemoryTotals totals = new MemoryTotals(definition, new Random(1));
    private final PublicServer server = new PublicServer(PublicServer.FAST, definition, totals);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void areWhatWasShown(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> paths =
                List.of("/v1/contests/7", "/v1/contests/7/areas/IR-08-01", "/v1/contests/9");
        List<List<String>> shown = new ArrayList<>();
        shown.add(bodies(paths)); // at 0
        shown.add(shown.getFirst()); // entry 1 is of no contest
        for (int seq = 2; seq < 30; seq++) {
            totals.report(random.nextBoolean() ? 7 : 9);
            PublicServer.await(server.feed.refresh());
            shown.add(bodies(paths));
        }
        for (int at = 0; at < shown.size(); at++) {
            for (int i = 0; i < paths.size(); i++) {
                HttpResponse<String> then = server.get(paths.get(i) + "?at=" + at);
                assertThat(then.body()).isEqualTo(shown.get(at).get(i));
                long seq = new JsonObject(then.body()).getLong("seq");
                assertThat(then.headers().firstValue("ETag")).hasValue("\"" + seq + "\"");
                assertThat(then.headers().firstValue("Cache-Control"))
                        .hasValue("public, max-age=31536000, immutable");
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /v1/contests/7?at=0                         | 200 | -
            /v1/contests/7?at=1                         | 200 | -
            /v1/contests/7?at=2                         | 404 | not-found
            /v1/contests/7?at=999999999999999999        | 404 | not-found
            /v1/contests/7?at=1000000000000000000       | 400 | malformed
            /v1/contests/7?at=                          | 400 | malformed
            /v1/contests/7?at=-1                        | 400 | malformed
            /v1/contests/7?at=01                        | 400 | malformed
            /v1/contests/7?at=1.0                       | 400 | malformed
            /v1/contests/7?at=one                       | 400 | malformed
            /v1/contests/7?after=one                    | 200 | -
            /v1/contests/7/areas/IR-08-01?at=1          | 200 | -
            /v1/contests/7/areas/IR-08-01?at=x          | 400 | malformed
            /v1/contests/7/areas/IR?at=1                | 404 | not-found
            /v1/contests/8?at=1                         | 404 | not-found
            """)
    void answerEachPlace(String path, int status, String code) throws IOException {
        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
        }
    }

    @Test
    void areFoldedOnceForAllAreas() throws IOException {
        totals.report(7);
        server.get("/v1/contests/7?at=2");
        server.get("/v1/contests/7/areas/IR-08?at=2");
        server.get("/v1/contests/7/areas/IR-08-01?at=2");

        assertThat(totals.readsOfThePast.get()).isEqualTo(1);
    }

    @Test
    void areFoldedForAFewAtATime() throws Exception {
        int most = HistoryReads.READS_MAX + HistoryReads.WAITING_MAX;
        while (totals.now(7).seq() < most) {
            totals.report(7);
        }
        Promise<Void> release = totals.holdThePast();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int at = 0; at <= most; at++) {
            answers.add(server.ask("/v1/contests/7?at=" + at));
        }
        Object first = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                .get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(503);
        assertThat(((HttpResponse<?>) first).headers().firstValue("Retry-After"))
                .isPresent();
        assertThat(totals.readsOfThePast.get()).isEqualTo(HistoryReads.READS_MAX);

        release.complete();
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            statuses.add(answer.get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS).statusCode());
        }
        assertThat(statuses).containsOnlyOnce(503).hasSize(most + 1);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(most);
    }

    @Test
    void sayNothingOfAGatedContest() throws IOException {
        Definition gated = SmallElection.with(Release.GATED);
        MemoryTotals hidden = new MemoryTotals(gated, new Random(1));
        try (PublicServer closed = new PublicServer(PublicServer.FAST, gated, hidden)) {
            hidden.report(7);
            assertThat(closed.get("/v1/contests/7?at=2").statusCode()).isEqualTo(403);
            assertThat(closed.get("/v1/contests/7/areas/IR-08-01?at=0").statusCode())
                    .isEqualTo(403);
            assertThat(hidden.readsOfThePast.get()).isZero();
        }
    }

    private List<String> bodies(List<String> paths) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (String path : paths) {
            bodies.add(server.get(path).body());
        }
        return bodies;
    }
}
