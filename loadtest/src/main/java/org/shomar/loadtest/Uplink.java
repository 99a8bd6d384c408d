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

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Posts batches to an ingress.
final class Uplink {
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int SILENCE_MILLIS_MAX = 60_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;

    /// Takes the lines of a batch's answer as they come.
    @FunctionalInterface
    interface Lines {
        void line(int index, String line, long arrivedNanos);
    }

    /// @param certificate to trust; null trusts the system's authorities, or anything on loopback
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
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(to.getHost())
                .setPort(to.getPort() >= 0 ? to.getPort() : tls ? 443 : 80)
                .setURI("/v1/packets/batch")
                .setIdleTimeout(SILENCE_MILLIS_MAX)
                .putHeader("Content-Type", "application/cbor-seq");
    }

    /// Sends one batch; done when its answer has ended. Fails when the connection does.
    Future<Void> send(List<Parcel> batch, Lines lines) {
        Buffer body = Buffer.buffer();
        for (Parcel parcel : batch) {
            body.appendBytes(parcel.message());
        }
        Promise<Void> done = Promise.promise();
        // On an event loop: elsewhere an answer may have passed before somebody listens to it.
        vertx.runOnContext(run -> client.request(new RequestOptions(request))
                .compose(ready -> ready.send(body))
                .compose(response -> read(response, lines))
                .onComplete(done));
        return done.future();
    }

    private static Future<Void> read(HttpClientResponse response, Lines lines) {
        Promise<Void> done = Promise.promise();
        int[] index = {0};
        RecordParser parser = RecordParser.newDelimited(
                "\n", line -> lines.line(index[0]++, line.toString(), System.nanoTime()));
        if (response.statusCode() == 200) {
            response.handler(parser);
            response.endHandler(end -> done.tryComplete());
            response.exceptionHandler(done::tryFail);
        } else {
            response.body()
                    .onSuccess(problem -> done.tryFail(
                            "the ingress answers " + response.statusCode() + ": " + problem))
                    .onFailure(done::tryFail);
        }
        return done.future();
    }
}
