package org.shomar.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a server says at one of its addresses; asked before and after the load.
public final class Plane {
    /// Requests at the same time; the public plane reads few contests' branches at once.
    private static final int CONNECTIONS = 4;

    private static final int SILENCE_MILLIS_MAX = 30_000;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int OK = 200;

    private final Vertx vertx;
    private final Endpoint server;
    private final HttpClient client;
    private final RequestOptions request;

    public Plane(Vertx vertx, Endpoint server) {
        this.vertx = vertx;
        this.server = server;
        this.client = vertx.createHttpClient(
                server.http(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.request = server.request(HttpMethod.GET).setIdleTimeout(SILENCE_MILLIS_MAX);
    }

    /// What stands at a path. Fails with what the server answers when that is not 200.
    Future<Buffer> get(String path) {
        Promise<Buffer> body = Promise.promise();
        // On an event loop: elsewhere a body may have passed before somebody asks for it.
        vertx.runOnContext(run -> client.request(new RequestOptions(request).setURI(path))
                .recover(e -> Future.failedFuture(server.silent(e)))
                .compose(ready -> ready.send())
                .compose(response -> response.body()
                        .compose(bytes -> response.statusCode() == OK
                                ? Future.succeededFuture(bytes)
                                : Future.failedFuture(new IOException(server + path + " answers "
                                        + response.statusCode() + ": " + bytes))))
                .recover(e -> Future.failedFuture(
                        e instanceof IOException ? e : new IOException(server + path + ": " + e)))
                .onComplete(body));
        return body.future();
    }

    Future<JsonObject> json(String path) {
        return get(path).compose(body -> {
            try {
                return Future.succeededFuture(body.toJsonObject());
            } catch (DecodeException | ClassCastException noObject) {
                return Future.failedFuture(
                        new IOException(server + path + " answers no JSON object"));
            }
        });
    }

    /// The result of a contest once it is shown far enough, or what there is at the deadline.
    /// Blocks; asks again while there is no answer.
    ///
    /// @param seq           up to where it must be shown
    /// @param deadlineNanos `System.nanoTime()` of it
    /// @throws IOException when there is no answer even at the deadline
    public JsonObject shown(int contest, long seq, long deadlineNanos) throws IOException {
        return shown("/v1/contests/" + contest, seq, deadlineNanos);
    }

    /// The same of any result.
    JsonObject shown(String path, long seq, long deadlineNanos) throws IOException {
        while (true) {
            boolean late = System.nanoTime() > deadlineNanos;
            try {
                JsonObject result = Waiting.on(json(path));
                if (late || result.getLong("seq", -1L) >= seq) {
                    return result;
                }
            } catch (IOException e) {
                if (late) {
                    throw e;
                }
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }
}
