package org.shomar.aggregator.witness;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A witness on a port: `POST /add-checkpoint` for logs, `GET /` and `GET /health` for people.
///
/// Plain HTTP: what passes is public and signed. Lives on one event loop.
public final class WitnessServer {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);

    private final Vertx vertx;
    private final WitnessServerConfig config;
    private final Witness witness;
    private final HttpServer server;

    /// The timer of each open connection, by which its next request must be whole.
    private final Map<HttpConnection, Long> deadlines = new HashMap<>();

    private int underWay;

    private WitnessServer(Vertx vertx, WitnessServerConfig config, Witness witness) {
        this.vertx = vertx;
        this.config = config;
        this.witness = witness;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setMaxInitialLineLength(WitnessServerConfig.REQUEST_LINE_BYTES_MAX)
                        .setMaxHeaderSize(WitnessServerConfig.HEADER_BYTES_MAX)
                        .setHttp2ClearTextEnabled(false)
                        .setCompressionSupported(false)
                        .setDecompressionSupported(false)
                        .setHandle100ContinueAutomatically(true))
                .connectionHandler(this::connected)
                .requestHandler(this::handle);
    }

    /// Opens the port. The witness stays the caller's to close, after this.
    public static Future<WitnessServer> start(
            Vertx vertx, WitnessServerConfig config, Witness witness) {
        WitnessServer started = new WitnessServer(vertx, config, witness);
        Context context = vertx.getOrCreateContext();
        return Future.future(promise -> context.runOnContext(
                now -> started.server.listen().map(started).onComplete(promise)));
    }

    public int port() {
        return server.actualPort();
    }

    /// Takes nothing new, answers what is under way.
    public Future<Void> close() {
        return server.shutdown(WitnessServerConfig.CLOSING_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void connected(HttpConnection connection) {
        if (deadlines.size() >= config.connectionsMax()) {
            connection.close();
            return;
        }
        await(connection);
        connection.closeHandler(closed -> stopWaiting(connection));
    }

    private void await(HttpConnection connection) {
        deadlines.put(
                connection, vertx.setTimer(config.requestMillisMax(), late -> connection.close()));
    }

    private void stopWaiting(HttpConnection connection) {
        Long timer = deadlines.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void handle(HttpServerRequest request) {
        Reply.onEnd(request, () -> {
            if (deadlines.containsKey(request.connection())) {
                stopWaiting(request.connection());
                await(request.connection());
            }
        });
        switch (request.path()) {
            case "/add-checkpoint" -> addCheckpoint(request);
            case "/" -> read(request, WitnessPage.MEDIA_TYPE, WitnessPage.of(witness), 200);
            case "/health" -> {
                boolean well = witness.logs().stream().noneMatch(WatchedLog::failing);
                read(request, "application/json", WitnessPage.health(witness), well ? 200 : 503);
            }
            case null, default ->
                Reply.refuse(request, 404, "here are /add-checkpoint, / and /health");
        }
    }

    private static void read(HttpServerRequest request, String type, String body, int status) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (reads) {
            Reply.send(request, status, type, body);
        } else {
            request.response().putHeader("Allow", "GET, HEAD");
            Reply.refuse(request, 405, "this is read with GET");
        }
    }

    private void addCheckpoint(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader("Allow", "POST");
            Reply.refuse(request, 405, "a checkpoint is added with POST");
        } else if (request.getHeader("Content-Encoding") != null) {
            Reply.refuse(request, 415, "send the body without a content coding");
        } else {
            BoundedBody.read(request, AddCheckpoint.BYTES_MAX)
                    .onSuccess(body -> decide(request, body))
                    .onFailure(fault -> tooLarge(request, fault));
        }
    }

    private static void tooLarge(HttpServerRequest request, Throwable fault) {
        if (fault instanceof BoundedBody.TooLargeException) {
            Reply.refuse(
                    request, 413, "the body has at most " + AddCheckpoint.BYTES_MAX + " bytes");
        }
    }

    private void decide(HttpServerRequest request, String body) {
        if (underWay >= WitnessServerConfig.UNDER_WAY_MAX) {
            Reply.busy(request);
            return;
        }
        underWay++;
        vertx.executeBlocking(() -> witness.answer(body), false).onComplete(answered -> {
            underWay--;
            if (answered.succeeded()) {
                Reply.send(request, answered.result());
            } else {
                LOG.error("A request could not be answered", answered.cause());
                Reply.send(request, 500, Reply.TEXT, "this is a bug; nothing was signed\n");
            }
        });
    }
}
