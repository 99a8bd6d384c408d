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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
        Stock stock = SmallLane.stock(script, roll, mode);
        Work work = new Work(script, stock, new Journal(new long[COUNT]), pairs);
        int port = ingress(server, stock).actualPort();
        Lane lane = SmallLane.run(vertx, Ways.of(mode, 1, true, false), port, work, 30);
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
