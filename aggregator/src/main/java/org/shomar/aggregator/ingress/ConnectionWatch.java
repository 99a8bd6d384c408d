package org.shomar.aggregator.ingress;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the connections of one event loop: their number, and the time to the first whole header.
final class ConnectionWatch {
    private final Vertx vertx;
    private final IngressConfig config;
    private final AtomicInteger open;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    /// @param open connections of all event loops together
    ConnectionWatch(Vertx vertx, IngressConfig config, AtomicInteger open) {
        this.vertx = vertx;
        this.config = config;
        this.open = open;
    }

    /// Takes a new connection; one over the bound is closed at once.
    void connected(HttpConnection connection) {
        if (open.incrementAndGet() > config.connectionsMax()) {
            open.decrementAndGet();
            connection.close();
            return;
        }
        timers.put(connection, vertx.setTimer(config.requestMillisMax(), id -> late(connection)));
        connection.closeHandler(closed -> {
            open.decrementAndGet();
            headerArrived(connection);
        });
    }

    void headerArrived(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /// No request exists yet to be answered, so the answer goes out below Vert.x.
    private void late(HttpConnection connection) {
        timers.remove(connection);
        String detail =
                "the header was not whole after " + config.requestMillisMax() / 1_000 + " s";
        byte[] body = Problem.TIMEOUT.json(detail, null).encode().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.REQUEST_TIMEOUT,
                Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, "close");
        ((HttpServerConnection) connection)
                .channelHandlerContext()
                .writeAndFlush(response)
                .addListener(ChannelFutureListener.CLOSE);
    }
}
