package org.shomar.aggregator.feed;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.WebSocketInternal;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ingress.HeaderWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The public port on one event loop: bounds, HTTP answers, and the upgrade to a feed.
final class PublicPlane extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PublicPlane.class);

    static final String SUBPROTOCOL = "shomar.feed.v1";
    static final int MESSAGE_BYTES_MAX = 64 * 1_024;
    static final int REQUEST_LINE_BYTES_MAX = 4_096;
    static final int HEADER_BYTES_MAX = 8_192;
    static final int IDLE_SECONDS_MAX = 60;

    /// Connections above `connectionsMax` that are kept for a 503; one more is closed at once.
    static final int REFUSED_CONNECTIONS_MAX = 256;

    /// How long a closed WebSocket may take to read the close frame and answer it.
    static final int CLOSING_SECONDS_MAX = 5;

    /// To Vert.x, a free port that all instances share. The ingress has another negative
    /// number: servers with the same one share the port whatever they are.
    private static final int ANY_PORT = -2;

    /// No answer has this status.
    private static final int BUG = 500;

    private static final short GOING_AWAY = 1001;
    private static final short TRY_AGAIN_LATER = 1013;

    private final FeedConfig config;
    private final Routes routes;
    private final Topics topics;
    private final Publisher publisher;
    private final LogSource log;
    private final InstantSource clock;
    private final Counters counters;
    private final Set<HttpConnection> open = new HashSet<>();
    private final Set<HttpConnection> refused = new HashSet<>();
    private @Nullable Hub hub;
    private @Nullable HttpServer server;

    PublicPlane(
            FeedConfig config,
            Routes routes,
            Topics topics,
            Publisher publisher,
            LogSource log,
            InstantSource clock,
            Counters counters) {
        this.config = config;
        this.routes = routes;
        this.topics = topics;
        this.publisher = publisher;
        this.log = log;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public Future<?> start() {
        Hub own = new Hub(context, publisher, log, clock, counters);
        hub = own;
        vertx.setPeriodic(
                Math.max(1, config.heartbeatMillis() / Hub.HEARTBEAT_SLICES), timer -> own.beat());
        HttpServer created = vertx.createHttpServer(options(config))
                .connectionHandler(this::opened)
                .invalidRequestHandler(this::invalid)
                .requestHandler(this::handle);
        server = created;
        return created.listen();
    }

    @Override
    public Future<?> stop() {
        hub().closeAll(GOING_AWAY, "going away");
        return Objects.requireNonNull(server).close();
    }

    int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    static HttpServerOptions options(FeedConfig config) {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? ANY_PORT : config.port())
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
                .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
                .setWebSocketClosingTimeout(CLOSING_SECONDS_MAX)
                .setWebSocketSubProtocols(List.of(SUBPROTOCOL));
    }

    private void opened(HttpConnection connection) {
        int count = counters.connections.incrementAndGet();
        if (count > config.connectionsMax()) {
            counters.connectionsRefused.incrementAndGet();
        }
        if (count > config.connectionsMax() + REFUSED_CONNECTIONS_MAX) {
            counters.connections.decrementAndGet();
            connection.close();
            return;
        }
        (count > config.connectionsMax() ? refused : open).add(connection);
        connection.closeHandler(ignored -> released(connection));
        HeaderWatch.watch(
                ((HttpServerConnection) connection).channelHandlerContext(),
                config.headerMillisMax(),
                detail -> HeaderWatch.timeout(detail, Answers.retrySeconds()));
    }

    private void released(HttpConnection connection) {
        if (open.remove(connection) || refused.remove(connection)) {
            counters.connections.decrementAndGet();
        }
    }

    private void handle(HttpServerRequest request) {
        guarded(request, () -> {
            watch(request, AnswerKind.of(request.path(), request.query()));
            route(request);
        });
    }

    /// Tells when the answer has been handed to the connection, or the connection is gone.
    private void watch(HttpServerRequest request, AnswerKind kind) {
        long since = System.nanoTime();
        HttpServerResponse response = request.response();
        response.endHandler(end -> counters.answered.answered(
                kind,
                response.ended() || response.getStatusCode() == BUG
                        ? response.getStatusCode()
                        : Answered.LEFT,
                System.nanoTime() - since));
    }

    /// After a bug nobody waits for an answer that will not come.
    private static void guarded(HttpServerRequest request, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("A request could not be answered", bug);
            if (!request.response().headWritten()) {
                request.response().setStatusCode(BUG); // for who is told; nobody reads it
            }
            request.connection().close();
        }
    }

    private void route(HttpServerRequest request) {
        if (refused.contains(request.connection())) {
            refuse(request, PublicProblem.overloaded("too many connections"));
        } else if (hasBody(request)) {
            refuse(request, PublicProblem.tooLarge());
        } else {
            answer(request);
        }
    }

    private void answer(HttpServerRequest request) {
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        Routes.Found found = found(request);
        if (!read
                && !(found instanceof Routes.Found.Refused(PublicProblem p) && p.status() == 404)) {
            Answers.problem(request, PublicProblem.method());
            return;
        }
        show(request, found);
    }

    /// The page asks nothing of its query, so a link to it works whatever was appended.
    private Routes.Found found(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        String at = null;
        try {
            at = request.getParam("at");
        } catch (IllegalArgumentException malformed) {
            if (Routes.isData(path)) {
                return new Routes.Found.Refused(PublicProblem.malformed(
                        "in the query, % must be followed by two hex digits; % itself is %25"));
            }
        }
        return routes.at(path, at);
    }

    private void show(HttpServerRequest request, Routes.Found found) {
        switch (found) {
            case Routes.Found.Ready(Content content) -> Answers.content(request, content);
            case Routes.Found.Refused(PublicProblem problem) -> Answers.problem(request, problem);
            case Routes.Found.Awaited awaited -> await(request, awaited);
            case Routes.Found.Feed() -> upgrade(request);
        }
    }

    private void await(HttpServerRequest request, Routes.Found.Awaited awaited) {
        awaited.reading()
                .get()
                .onComplete(read -> context.runOnContext(ignored -> guarded(request, () -> {
                    if (read.succeeded()) {
                        show(request, read.result());
                    } else {
                        Answers.problem(request, PublicProblem.overloaded(awaited.failing()));
                    }
                })));
    }

    private void upgrade(HttpServerRequest request) {
        if (!offersFeed(request)) {
            Answers.problem(
                    request,
                    PublicProblem.malformed(
                            "this is a WebSocket with the subprotocol " + SUBPROTOCOL));
            return;
        }
        HttpConnection connection = request.connection();
        request.toWebSocket()
                .onSuccess(socket -> join(connection, socket))
                .onFailure(ignored -> connection.close());
    }

    private void join(HttpConnection connection, ServerWebSocket socket) {
        HeaderWatch.leave(((WebSocketInternal) socket).channelHandlerContext());
        Wire wire = Wire.of(socket);
        if (counters.readers.get() >= config.readersMax()) {
            counters.readersRefused.incrementAndGet();
            socket.closeHandler(ignored -> released(connection)); // until then it counts
            wire.endWithin(CLOSING_SECONDS_MAX);
            socket.close(TRY_AGAIN_LATER, "overloaded");
            return;
        }
        released(connection); // from here on it counts as a reader
        socket.setWriteQueueMaxSize(config.queueBytesMax());
        Reader reader = new Reader(vertx, socket, wire, hub(), topics, config.slowMillisMax());
        hub().came(reader);
        reader.start();
    }

    private static boolean offersFeed(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)
                || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                // Without it Vert.x would speak a draft that frames otherwise than RFC 6455.
                || request.getHeader("Sec-WebSocket-Version") == null) {
            return false;
        }
        for (String header : request.headers().getAll("Sec-WebSocket-Protocol")) {
            for (String offered : header.split(",", -1)) {
                if (offered.strip().equals(SUBPROTOCOL)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding")
                || length != null && !length.equals("0");
    }

    private static void refuse(HttpServerRequest request, PublicProblem problem) {
        request.response().putHeader("Connection", "close");
        Answers.problem(request, problem)
                .onComplete(ignored -> request.connection().close());
    }

    private void invalid(HttpServerRequest request) {
        watch(request, AnswerKind.OTHER);
        Throwable cause = request.decoderResult().cause();
        PublicProblem problem = cause instanceof TooLongHttpLineException
                ? PublicProblem.uri()
                : cause instanceof TooLongHttpHeaderException
                                || cause instanceof TooLongFrameException
                        ? PublicProblem.headers()
                        : PublicProblem.malformed("not a request of HTTP/1.1");
        request.response().putHeader("Connection", "close");
        Answers.problem(request, problem)
                .onComplete(ignored -> request.connection().close());
    }

    private Hub hub() {
        return Objects.requireNonNull(hub, "not started");
    }
}
