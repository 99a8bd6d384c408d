package org.shomar.aggregator.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/// What becomes of a connection whose request is answered though its body was not read.
///
/// Closed at once, the bytes that still come would make the kernel reset the connection,
/// and the client could lose the answer that tells it why (RFC 9112 §9.6). So they are read
/// and dropped, for a while. Then the connection ends; but after `overloaded` it stays open
/// where it can, as the next handshake would cost more than those bytes.
final class Parting {
    /// How long bytes that nobody wants are dropped. Unit: milliseconds.
    static final int LINGER_MILLIS_MAX = 2_000;

    /// A body that is longer is not read only to keep its connection.
    static final int DROPPED_BYTES_MAX = 1 << 20;

    private final Vertx vertx;
    private final int lingerMillis;

    Parting(Vertx vertx, IngressConfig config) {
        this.vertx = vertx;
        this.lingerMillis = Math.min(LINGER_MILLIS_MAX, config.requestMillisMax());
    }

    /// Whether body bytes of this request may still come.
    static boolean bodyAhead(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return !request.isEnded()
                && (request.headers().contains("Transfer-Encoding")
                        || (length != null && !length.equals("0")));
    }

    /// Whether a body has a length that was declared, and is short. A client that waits to be
    /// asked for it may never send it: then nobody can say where its next request begins.
    static boolean shortAhead(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null
                && Long.parseLong(length) <= DROPPED_BYTES_MAX // the decoder checked the digits
                && !request.headers().contains("Transfer-Encoding")
                && !request.headers().contains("Expect");
    }

    /// Closes a connection whose client takes no bytes: those that wait are dropped, which
    /// [HttpConnection#close] would send first.
    @SuppressWarnings("FutureReturnValueIgnored") // it ends as it may
    static void atOnce(HttpServerRequest request) {
        ((HttpServerConnection) request.connection()).channelHandlerContext().close();
    }

    /// Drops the rest of a body; the connection ends when that takes too long.
    void drop(HttpServerRequest request) {
        dropThen(request, () -> {});
    }

    /// Closes the connection after its answer was sent and the rest of the request came, or
    /// the time for that is over.
    void after(Future<Void> sent, HttpServerRequest request) {
        HttpConnection connection = request.connection();
        sent.onComplete(done -> {
            if (done.failed() || request.isEnded()) {
                connection.close();
            } else {
                dropThen(request, connection::close);
            }
        });
    }

    private void dropThen(HttpServerRequest request, Runnable ended) {
        HttpConnection connection = request.connection();
        long timer = vertx.setTimer(lingerMillis, id -> connection.close());
        request.handler(dropped -> {})
                .exceptionHandler(gone -> vertx.cancelTimer(timer))
                .endHandler(end -> {
                    vertx.cancelTimer(timer);
                    ended.run();
                })
                .resume();
    }
}
