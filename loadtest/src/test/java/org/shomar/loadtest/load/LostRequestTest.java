package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.loadtest.report.Counts;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Goal: what a server lost with a connection that it was closing is sent again at once, as a
/// real client does, and a server that loses requests otherwise is given time.
///
/// Method: one connection, opened ahead, and packets that are all due; the order in which they
/// come tells whether one waited.
class LostRequestTest {
    private static final int COUNT = 6;
    private static final int BATCH = 3;
    private static final long WAIT_SECONDS_MAX = 60;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> came = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /// The packets are the first of each request. `a` answers, `x` closes without a byte,
    /// `p` closes after a part of the answer; from then on all is answered.
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode       | server | first packets | errors | stale | resends
            keep-alive | aax    | 0 1 2 2 3     | 1      | 1     | 1
            keep-alive | x      | 0 0 1         | 1      | 1     | 1
            keep-alive | xx     | 0 0 1         | 2      | 1     | 2
            keep-alive | axax   | 0 1 1 2 2 3   | 2      | 2     | 2
            keep-alive | ap     | 0 1 2         | 1      | 0     | 1
            batch:3    | x      | 0 0 3         | 1      | 1     | 3
            batch:3    | p      | 0 3           | 1      | 0     | 3
            connection | x      | 0 1 2         | 1      | 0     | 1
            """)
    void isSentAgainAtOnceOverANewConnection(
            String mode,
            String server,
            String first,
            long errors,
            long stale,
            long resends,
            @TempDir Path folder)
            throws Exception {
        Counts counts = send(SmallNight.in(folder), mode, server);

        assertThat(came.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .startsWith(first);
        assertThat(counts.stored()).isEqualTo(COUNT);
        assertThat(counts.errors()).isEqualTo(errors);
        assertThat(counts.resends()).isEqualTo(resends);
        assertThat(counts.stale()).isEqualTo(stale);
    }

    private Counts send(Roll roll, String mode, String server) throws Exception {
        int pairs = roll.pairs().size();
        Script script = new Script(1, Mix.parse(""), pairs, COUNT);
        Stock stock = Stock.make(
                1,
                script,
                roll,
                Collections.nCopies(pairs, Pair.Standing.NONE),
                mode.startsWith("batch"),
                made -> {});
        Journal journal = new Journal(new long[COUNT]);
        int port = ingress(server, stock).actualPort();
        Target target = Target.of(URI.create("http://127.0.0.1:" + port), null, 1);
        Lane lane = new Lane(
                0,
                1,
                Ways.of(mode, 1, true, false),
                target,
                List.of(vertx.createNetClient(target.options(0))),
                new Work(script, stock, journal, pairs),
                0);
        vertx.deployVerticle(lane).await();
        lane.run(System.nanoTime(), Long.MAX_VALUE / 4, TimeUnit.SECONDS.toNanos(30))
                .await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        return lane.book().counts();
    }

    private HttpServer ingress(String moods, Stock stock) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    int number = came.size();
                    came.add(firstOf(body, stock));
                    answer(request, number < moods.length() ? moods.charAt(number) : 'a');
                }))
                .listen(0, "127.0.0.1")
                .await();
    }

    private static int firstOf(Buffer body, Stock stock) {
        return IntStream.range(0, COUNT)
                .filter(n -> isPrefix(stock.message(n), body.getBytes()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPrefix(byte[] prefix, byte[] bytes) {
        return Arrays.mismatch(prefix, bytes) == prefix.length || Arrays.equals(prefix, bytes);
    }

    private static void answer(HttpServerRequest request, char mood) {
        boolean batch = request.path().endsWith("/batch");
        String whole = batch
                ? "{\"status\":201,\"state\":\"counted\",\"seq\":1}\n".repeat(BATCH)
                : "{\"state\":\"counted\",\"seq\":1}";
        HttpServerResponse response = request.response().setStatusCode(batch ? 200 : 201);
        switch (mood) {
            case 'a' -> response.end(whole);
            case 'x' -> request.connection().close();
            case 'p' ->
                response.setChunked(true)
                        .write(whole.substring(0, 5))
                        .onComplete(written -> request.connection().close());
            default -> throw new IllegalArgumentException("no mood " + mood);
        }
    }
}
