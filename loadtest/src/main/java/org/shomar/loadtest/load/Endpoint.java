package org.shomar.loadtest.load;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// One of a server's addresses, and whom to trust there.
///
/// @param certificate to trust; null trusts the system's authorities, or anything on loopback
public record Endpoint(
        String host, int port, boolean tls, @Nullable Path certificate) {
    private static final int CONNECT_MILLIS_MAX = 10_000;

    /// Netty's name for it; false in jvm.options.
    private static final String SESSIONS_KEPT = "io.netty.handler.ssl.openssl.sessionCacheClient";

    /// Where packets go.
    public static Endpoint ingest(URI to, @Nullable Path certificate) {
        return of(to, certificate, "--to must be like https://127.0.0.1:8443");
    }

    /// Where everybody reads.
    public static Endpoint reading(URI address) {
        return of(address, null, "--public must be like http://127.0.0.1:8080");
    }

    /// Where operators look.
    public static Endpoint ops(URI address) {
        return of(address, null, "--ops must be like http://127.0.0.1:8081");
    }

    private static Endpoint of(URI uri, @Nullable Path certificate, String expected) {
        boolean tls = "https".equals(uri.getScheme());
        if (uri.getHost() == null || (!tls && !"http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(expected + ", not " + uri);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new Endpoint(uri.getHost(), port, tls, certificate);
    }

    boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.");
    }

    private boolean isTrustedAsItIs() {
        return certificate == null && isLoopback();
    }

    /// Of a client that speaks HTTP.
    public HttpClientOptions http() {
        HttpClientOptions options = new HttpClientOptions().setVerifyHost(!isTrustedAsItIs());
        secure(options);
        return options;
    }

    /// Of a client that reads the feed.
    WebSocketClientOptions webSocket() {
        WebSocketClientOptions options =
                new WebSocketClientOptions().setVerifyHost(!isTrustedAsItIs());
        secure(options);
        return options;
    }

    /// Of a client that speaks for itself.
    NetClientOptions net() {
        NetClientOptions options = new NetClientOptions()
                .setTcpNoDelay(true)
                .setHostnameVerificationAlgorithm(isTrustedAsItIs() ? "" : "HTTPS");
        secure(options);
        return options;
    }

    /// Whether clients of this process take up earlier TLS sessions. To be called before the
    /// first of them is made, as Netty reads it once.
    public static void resumeSessions(boolean resume) {
        System.setProperty(SESSIONS_KEPT, Boolean.toString(resume));
    }

    private void secure(ClientOptionsBase options) {
        options.setConnectTimeout(CONNECT_MILLIS_MAX).setSsl(tls);
        if (!tls) {
            return;
        }
        options.setSslEngineOptions(new OpenSSLEngineOptions());
        if (certificate != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        } else if (isLoopback()) {
            options.setTrustAll(true);
        }
    }

    /// What to tell when no connection comes about.
    IOException silent(Throwable e) {
        return new IOException(
                "nobody answers at " + this + " (" + e.getMessage() + "); is `serve` running, and"
                        + " are --to and --public the addresses that it printed?",
                e);
    }

    /// A request to be completed with a path.
    public RequestOptions request(HttpMethod method) {
        return new RequestOptions().setMethod(method).setHost(host).setPort(port);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }
}
