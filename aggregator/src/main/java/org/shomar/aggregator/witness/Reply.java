package org.shomar.aggregator.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// Writes the answers of a [WitnessServer].
final class Reply {
    static final String TEXT = "text/plain; charset=utf-8";

    /// Of the size in a 409 (c2sp.org/tlog-witness).
    static final String SIZE = "text/x.tlog.size";

    private static final int RETRY_SECONDS = 2;

    private Reply() {}

    static void send(HttpServerRequest request, WitnessAnswer answer) {
        switch (answer) {
            case WitnessAnswer.Cosigned(var cosignature) ->
                send(request, 200, TEXT, cosignature + "\n");
            case WitnessAnswer.Conflict(long size) -> send(request, 409, SIZE, size + "\n");
            case WitnessAnswer.Unprocessable(String detail) ->
                send(request, 422, TEXT, detail + "\n");
            case WitnessAnswer.NotFound(String detail) -> send(request, 404, TEXT, detail + "\n");
            case WitnessAnswer.Forbidden(String detail) -> send(request, 403, TEXT, detail + "\n");
            case WitnessAnswer.BadRequest(String detail) -> send(request, 400, TEXT, detail + "\n");
            case WitnessAnswer.Unavailable(String detail) -> {
                retry(request);
                send(request, 503, TEXT, detail + "\n");
            }
        }
    }

    static void busy(HttpServerRequest request) {
        retry(request);
        send(request, 503, TEXT, "too many requests at once; nothing was signed\n");
    }

    private static void retry(HttpServerRequest request) {
        request.response().putHeader("Retry-After", Integer.toString(RETRY_SECONDS));
    }

    /// Answers before the request was read, so the connection ends with the answer.
    static void refuse(HttpServerRequest request, int status, String detail) {
        request.response().putHeader("Connection", "close");
        send(request, status, TEXT, detail + "\n")
                .onComplete(sent -> request.connection().close());
    }

    static Future<Void> send(HttpServerRequest request, int status, String type, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        byte[] body = text.getBytes(UTF_8);
        response.setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", WitnessPage.POLICY);
        return HttpMethod.HEAD.equals(request.method())
                ? response.end()
                : response.end(Buffer.buffer(body));
    }

    /// Runs something when the answer is written.
    static void onEnd(HttpServerRequest request, Runnable then) {
        request.response().endHandler(ended -> then.run());
    }
}
