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
import io.vertx.core.http.ServerWebSocket;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The public port on one event loop: bounds, HTTP answers, and the upgrade to a feed.
final class PublicPlane extends VerticleBase {
    static final String SUBPROTOCOL = "shomar.feed.v1";
    static final int MESSAGE_BYTES_MAX = 64 * 1_024;
    static final int REQUEST_LINE_BYTES_MAX = 4_096;
    static final int HEADER_BYTES_MAX = 8_192;
    static final int IDLE_SECONDS_MAX = 60;

    /// How long a closed WebSocket may take to answer the close frame.
    static final int CLOSING_SECONDS_MAX = 5;

    /// To Vert.x, a free port that all instances share. The ingress has another negative
    /// number: servers with the same one share the port whatever they are.
    private static final int ANY_PORT = -2;

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
                .invalidRequestHandler(PublicPlane::invalid)
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
        if (counters.connections.get() >= config.connectionsMax()) {
            return; // not counted: its request is answered 503 and it is closed
        }
        counters.connections.incrementAndGet();
        open.add(connection);
        connection.closeHandler(ignored -> released(connection));
    }

    private void released(HttpConnection connection) {
        if (open.remove(connection)) {
            counters.connections.decrementAndGet();
        }
    }

    private void handle(HttpServerRequest request) {
        if (!open.contains(request.connection())) {
            refuse(request, PublicProblem.overloaded("too many connections"));
        } else if (hasBody(request)) {
            refuse(request, PublicProblem.tooLarge());
        } else {
            answer(request);
        }
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        Routes.Found found = routes.at(path == null ? "" : path, request.getParam("at"));
        if (!read
                && !(found instanceof Routes.Found.Refused(PublicProblem p) && p.status() == 404)) {
            Answers.problem(request, PublicProblem.method());
            return;
        }
        show(request, found);
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
                .onComplete(read -> context.runOnContext(ignored -> {
                    if (read.succeeded()) {
                        show(request, read.result());
                    } else {
                        Answers.problem(request, PublicProblem.overloaded(awaited.failing()));
                    }
                }));
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
        request.toWebSocket().onSuccess(socket -> {
            released(connection); // from here on it counts as a reader
            join(socket);
        });
    }

    private void join(ServerWebSocket socket) {
        if (counters.readers.get() >= config.readersMax()) {
            socket.close(TRY_AGAIN_LATER, "overloaded");
            return;
        }
        socket.setWriteQueueMaxSize(config.queueBytesMax());
        Reader reader =
                new Reader(vertx, socket, Wire.of(socket), hub(), topics, config.slowMillisMax());
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

    private static void invalid(HttpServerRequest request) {
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
