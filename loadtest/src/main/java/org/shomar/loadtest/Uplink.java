package org.shomar.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;

import org.shomar.loadtest.load.Endpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Posts batches to an ingress.
final class Uplink {
    private static final int SILENCE_MILLIS_MAX = 60_000;

    /// A server that starts at the same time may take so long until it answers.
    private static final int START_SECONDS_MAX = 60;

    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int OK = 200;

    private final Vertx vertx;
    private final Endpoint to;
    private final HttpClient client;
    private final RequestOptions request;

    /// One line of a batch's answer.
    record Line(String text, long arrivedNanos) {}

    /// What came back for a batch.
    ///
    /// @param lines   of the batch's first packets, in order
    /// @param trouble why not all of them may be settled
    record Reply(List<Line> lines, String trouble) {}

    Uplink(Vertx vertx, Endpoint to, int connections) {
        this.vertx = vertx;
        this.to = to;
        client = vertx.createHttpClient(to.http(), new PoolOptions().setHttp1MaxSize(connections));
        request = to.request(HttpMethod.POST)
                .setURI("/v1/packets/batch")
                .setIdleTimeout(SILENCE_MILLIS_MAX)
                .putHeader("Content-Type", "application/cbor-seq");
    }

    /// Waits until the ingress answers at all, so that a server may be started at the same
    /// time.
    ///
    /// @param told  hears once that there is something to wait for
    /// @throws IOException when it does not answer within a minute
    void awaitIngress(Runnable told) throws IOException {
        long startNanos = System.nanoTime();
        for (boolean first = true; ; first = false) {
            try {
                client.request(new RequestOptions(request).setMethod(HttpMethod.GET))
                        .compose(ready -> ready.send())
                        .await(SILENCE_MILLIS_MAX, TimeUnit.MILLISECONDS);
                return;
            } catch (Exception unreachable) {
                if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(START_SECONDS_MAX)) {
                    throw new IOException(to + " does not answer: " + unreachable.getMessage());
                }
                if (first) {
                    told.run();
                }
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
            }
        }
    }

    /// Sends one batch; done when its answer has ended, in whatever way. Never fails.
    Future<Reply> send(List<Parcel> batch) {
        Buffer body = Buffer.buffer();
        for (Parcel parcel : batch) {
            body.appendBytes(parcel.message());
        }
        List<Line> lines = new ArrayList<>();
        Promise<String> trouble = Promise.promise();
        // On an event loop: elsewhere an answer may have passed before somebody listens to it.
        vertx.runOnContext(run -> client.request(new RequestOptions(request))
                .compose(ready -> ready.send(body))
                .compose(response -> read(response, lines))
                .otherwise(lost -> String.valueOf(lost.getMessage()))
                .onComplete(trouble));
        // A copy: lines that still come after a lost connection belong to nobody.
        return trouble.future().map(text -> new Reply(List.copyOf(lines), text));
    }

    private static Future<String> read(HttpClientResponse response, List<Line> lines) {
        if (response.statusCode() != OK) {
            return response.body()
                    .map(problem ->
                            "the ingress answers " + response.statusCode() + ": " + problem);
        }
        Promise<String> trouble = Promise.promise();
        response.handler(RecordParser.newDelimited(
                "\n", line -> lines.add(new Line(line.toString(), System.nanoTime()))));
        response.endHandler(end -> trouble.tryComplete("some packets were answered \"later\""));
        response.exceptionHandler(trouble::tryFail);
        return trouble.future();
    }
}
