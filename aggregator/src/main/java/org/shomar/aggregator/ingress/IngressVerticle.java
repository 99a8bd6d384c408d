package org.shomar.aggregator.ingress;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// One HTTPS server on one event loop; several share the port.
final class IngressVerticle extends VerticleBase {
    /// To Vert.x, a free port that all instances share; 0 would give each its own. The feed
    /// has another negative number: servers with the same one share the port whatever they
    /// are.
    private static final int ANY_PORT = -1;

    private final IngressConfig config;
    private final Intake intake;
    private final RandomGenerator jitter;
    private final AtomicInteger openConnections;
    private final BatchesUnderWay batches;
    private final RetryAfter retryAfter;
    private final AtomicInteger portBound;

    @SuppressWarnings("NullAway.Init") // set by start, before anything else runs
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // the same
    private Replies replies;

    /// @param openConnections of all event loops together
    /// @param batches         of all event loops together
    /// @param retryAfter      of all event loops together
    /// @param portBound       told the port when it is open
    IngressVerticle(
            IngressConfig config,
            Intake intake,
            RandomGenerator jitter,
            AtomicInteger openConnections,
            BatchesUnderWay batches,
            RetryAfter retryAfter,
            AtomicInteger portBound) {
        this.config = config;
        this.intake = intake;
        this.jitter = jitter;
        this.openConnections = openConnections;
        this.batches = batches;
        this.retryAfter = retryAfter;
        this.portBound = portBound;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(options());
        replies = new Replies(jitter, retryAfter, new Parting(vertx, config), intake::refused);
        Routes routes = new Routes(vertx, config, intake, replies, batches);
        ConnectionWatch watch = new ConnectionWatch(config, openConnections, replies);
        return server.connectionHandler(watch::connected)
                .invalidRequestHandler(this::invalid)
                .requestHandler(routes::route)
                .listen()
                .onSuccess(open -> portBound.set(open.actualPort()));
    }

    /// Stops accepting, lets requests under way be answered, then closes.
    @Override
    public Future<?> stop() {
        return server.shutdown(IngressConfig.SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? ANY_PORT : config.port())
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(IngressConfig.URI_BYTES_MAX)
                .setMaxHeaderSize(IngressConfig.HEADER_BYTES_MAX)
                .setIdleTimeout(IngressConfig.IDLE_SECONDS_MAX)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
        TlsFiles tls = config.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setSslEngineOptions(new OpenSSLEngineOptions())
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setSslHandshakeTimeout(Math.ceilDiv(config.requestMillisMax(), 1_000))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString()));
        }
        return options;
    }

    /// What the HTTP decoder could not read.
    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem =
                switch (cause) {
                    case TooLongHttpLineException line -> Problem.URI;
                    case TooLongHttpHeaderException header -> Problem.HEADERS;
                    case TooLongFrameException frame -> Problem.TOO_LARGE;
                    case null, default -> Problem.MALFORMED;
                };
        String detail =
                switch (problem) {
                    case URI ->
                        "the request line has at most " + IngressConfig.URI_BYTES_MAX + " bytes";
                    case HEADERS ->
                        "headers have at most " + IngressConfig.HEADER_BYTES_MAX + " bytes";
                    default -> "this is not an HTTP/1.1 request";
                };
        replies.send(request, new Answer.Refused(problem, detail));
    }
}
