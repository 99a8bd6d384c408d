package org.shomar.aggregator.command;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/// Sends single packets to an ingress, as a branch does.
final class PacketSender {
    private static final int CONNECTIONS_MAX = 16;
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int ANSWER_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;

    /// @param status HTTP status
    /// @param body   the JSON object of the answer
    record Reply(int status, String body) {
        boolean stored() {
            return status == 200 || status == 201;
        }
    }

    /// @param to          scheme, host and port
    /// @param certificate to trust; null trusts the system's authorities, or anything on
    ///                    loopback
    PacketSender(Vertx vertx, URI to, @Nullable Path certificate) {
        this.vertx = vertx;
        boolean tls = "https".equals(to.getScheme());
        if (to.getHost() == null || (!tls && !"http".equals(to.getScheme()))) {
            throw StopException.usage("--to must be like https://127.0.0.1:8443, not " + to);
        }
        HttpClientOptions options =
                new HttpClientOptions().setSsl(tls).setConnectTimeout(CONNECT_MILLIS_MAX);
        if (certificate != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        } else if (loopback(to.getHost())) {
            options.setTrustAll(true).setVerifyHost(false);
        }
        client =
                vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(to.getHost())
                .setPort(to.getPort() >= 0 ? to.getPort() : tls ? 443 : 80)
                .setURI("/v1/packets")
                .setIdleTimeout(ANSWER_MILLIS_MAX)
                .putHeader("Content-Type", "application/cose");
    }

    Future<Reply> send(byte[] message) {
        return client.request(new RequestOptions(request))
                .compose(ready -> ready.send(Buffer.buffer(message)))
                .compose(response -> response.body()
                        .map(body -> new Reply(response.statusCode(), body.toString())));
    }

    /// Runs something later, such as sending again.
    void after(long millis, Runnable task) {
        vertx.setTimer(millis, due -> task.run());
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
