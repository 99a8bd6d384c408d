package org.shomar.aggregator.gauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import java.util.function.BooleanSupplier;

/// The operations port: `/metrics`, `/health/live`, `/health/ready`. It has an event loop of
/// its own, so that it answers when those of the rooms are stuck.
public final class OpsServer {
    private static final int IDLE_SECONDS_MAX = 60;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final Gauges gauges;
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final HttpServer server;

    private OpsServer(Gauges gauges, BooleanSupplier live, BooleanSupplier ready) {
        this.gauges = gauges;
        this.live = live;
        this.ready = ready;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setHttp2ClearTextEnabled(false));
    }

    /// @param live  false when nothing but another start of the process helps
    /// @param ready whether packets may be sent here: every entry that the ledger had at
    ///              start is in the totals, and no fault stopped it since
    public static Future<OpsServer> start(
            String host, int port, Gauges gauges, BooleanSupplier live, BooleanSupplier ready) {
        OpsServer ops = new OpsServer(gauges, live, ready);
        return ops.server
                .requestHandler(ops::answer)
                .listen(port, host)
                .map(listening -> ops)
                .onFailure(fault -> ops.vertx.close());
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return vertx.close(); // and with it the server
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, HEAD")
                    .end();
            return;
        }
        switch (request.path()) {
            case "/metrics" ->
                request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(gauges.scrape());
            case "/health/live" -> health(request, live.getAsBoolean(), "live");
            case "/health/ready" -> health(request, ready.getAsBoolean(), "ready");
            case null, default -> request.response().setStatusCode(404).end();
        }
    }

    private static void health(HttpServerRequest request, boolean well, String what) {
        request.response()
                .setStatusCode(well ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put(what, well).encode());
    }
}
