package org.shomar.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// One of the server's addresses, to read from before and after a run.
final class Plane {
    /// Requests at the same time; the public plane reads few contests' branches at once.
    private static final int CONNECTIONS = 4;

    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int SILENCE_MILLIS_MAX = 30_000;
    private static final int OK = 200;

    private final Vertx vertx;
    private final URI address;
    private final HttpClient client;
    private final RequestOptions request;

    /// @param certificate to trust; null trusts the system's authorities, or anything on
    ///                    loopback
    Plane(Vertx vertx, URI address, String option, @Nullable Path certificate) {
        boolean tls = "https".equals(address.getScheme());
        if (address.getHost() == null || (!tls && !"http".equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    option + " must be like http://127.0.0.1:8080, not " + address);
        }
        HttpClientOptions options =
                new HttpClientOptions().setSsl(tls).setConnectTimeout(CONNECT_MILLIS_MAX);
        if (certificate != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        } else if (address.getHost().equals("localhost") || address.getHost().startsWith("127.")) {
            options.setTrustAll(true).setVerifyHost(false);
        }
        this.vertx = vertx;
        this.address = address;
        this.client =
                vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.getHost())
                .setPort(address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80)
                .setIdleTimeout(SILENCE_MILLIS_MAX);
    }

    /// What stands at a path. Fails with what the server answers when that is not 200.
    Future<Buffer> get(String path) {
        Promise<Buffer> body = Promise.promise();
        // On an event loop: elsewhere a body may have passed before somebody asks for it.
        vertx.runOnContext(run -> client.request(new RequestOptions(request).setURI(path))
                .compose(ready -> ready.send())
                .compose(response -> response.body()
                        .compose(bytes -> response.statusCode() == OK
                                ? Future.succeededFuture(bytes)
                                : Future.failedFuture(new IOException(address + path + " answers "
                                        + response.statusCode() + ": " + bytes))))
                .recover(e -> Future.failedFuture(
                        e instanceof IOException ? e : new IOException(address + path + ": " + e)))
                .onComplete(body));
        return body.future();
    }

    Future<JsonObject> json(String path) {
        return get(path).map(Buffer::toJsonObject);
    }
}
