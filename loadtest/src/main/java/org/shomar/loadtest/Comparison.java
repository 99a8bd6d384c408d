package org.shomar.loadtest;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits until every total that was answered for is shown, and compares it with what is
/// expected.
final class Comparison {
    private static final int OK = 200;
    private static final int SHOWN_SECONDS_MAX = 60;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int SILENCE_MILLIS_MAX = 10_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;

    /// One total that is not what it should be.
    record Difference(int contest, String expected, String shown) {}

    /// @param reading the public address
    Comparison(Vertx vertx, URI reading) {
        boolean tls = "https".equals(reading.getScheme());
        if (reading.getHost() == null || (!tls && !"http".equals(reading.getScheme()))) {
            throw new IllegalArgumentException(
                    "--public must be like http://127.0.0.1:8080, not " + reading);
        }
        this.vertx = vertx;
        client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls).setConnectTimeout(CONNECT_MILLIS_MAX));
        request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(reading.getHost())
                .setPort(reading.getPort() >= 0 ? reading.getPort() : tls ? 443 : 80)
                .setIdleTimeout(SILENCE_MILLIS_MAX);
    }

    /// @param expected votes of each contest, by its number as text
    /// @param lastSeq  up to where each contest must be shown before it is compared
    List<Difference> differences(JsonObject expected, Map<Integer, Long> lastSeq) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS_MAX);
        Map<Integer, JsonArray> contests = new TreeMap<>();
        for (String number : expected.fieldNames()) {
            contests.put(Integer.parseInt(number), expected.getJsonArray(number));
        }
        List<Difference> differences = new ArrayList<>();
        contests.forEach((contest, votes) -> {
            JsonObject result = shown(contest, lastSeq.getOrDefault(contest, 0L), deadline);
            String shown = String.valueOf(result.getValue("votes", "nothing"));
            if (!shown.equals(votes.toString())) {
                differences.add(new Difference(contest, votes.toString(), shown));
            }
        });
        return differences;
    }

    /// The result of a contest once it is shown far enough, or what there is at the deadline.
    private JsonObject shown(int contest, long seq, long deadlineNanos) {
        while (true) {
            JsonObject result = get("/v1/contests/" + contest);
            if (result.getLong("seq", -1L) >= seq || System.nanoTime() > deadlineNanos) {
                return result;
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }

    /// The object at a path, or an empty one when there is none or nobody answers.
    private JsonObject get(String path) {
        Promise<Buffer> body = Promise.promise();
        // On an event loop: elsewhere a body may have passed before somebody asks for it.
        vertx.runOnContext(run -> client.request(new RequestOptions(request).setURI(path))
                .compose(ready -> ready.send())
                .compose(response -> response.statusCode() == OK
                        ? response.body()
                        : response.body().map(Buffer.buffer("{}")))
                .otherwise(Buffer.buffer("{}"))
                .onComplete(body));
        return body.future().await().toJsonObject();
    }
}
