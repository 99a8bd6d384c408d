package org.shomar.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.parsetools.RecordParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Posts batches to an ingress.
final class Uplink {
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int SILENCE_MILLIS_MAX = 60_000;

    /// A server that starts at the same time may take so long until it answers.
    private static final int START_SECONDS_MAX = 60;

    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int OK = 200;

    private final Vertx vertx;
    private final URI to;
    private final HttpClient client;
    private final RequestOptions request;

    /// One line of a batch's answer.
    record Line(String text, long arrivedNanos) {}

    /// What came back for a batch.
    ///
    /// @param lines   of the batch's first packets, in order
    /// @param trouble why not all of them may be settled
    record Reply(List<Line> lines, String trouble) {}

    /// @param certificate to trust; null trusts the system's authorities, or anything on
    ///                    loopback
    Uplink(Vertx vertx, URI to, @Nullable Path certificate, int connections) {
        boolean tls = "https".equals(to.getScheme());
        if (to.getHost() == null || (!tls && !"http".equals(to.getScheme()))) {
            throw new IllegalArgumentException(
                    "--to must be like https://127.0.0.1:8443, not " + to);
        }
        HttpClientOptions options =
                new HttpClientOptions().setSsl(tls).setConnectTimeout(CONNECT_MILLIS_MAX);
        if (tls) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        if (certificate != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        } else if (to.getHost().equals("localhost") || to.getHost().startsWith("127.")) {
            options.setTrustAll(true).setVerifyHost(false);
        }
        this.vertx = vertx;
        this.to = to;
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(to.getHost())
                .setPort(to.getPort() >= 0 ? to.getPort() : tls ? 443 : 80)
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
