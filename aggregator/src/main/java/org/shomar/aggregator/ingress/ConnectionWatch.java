package org.shomar.aggregator.ingress;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the connections: their number, and the time that a header may take on each.
///
/// @param open    connections of all event loops together
/// @param replies of this event loop
record ConnectionWatch(IngressConfig config, AtomicInteger open, Replies replies) {
    /// Takes a new connection; one over the bound is closed at once.
    void connected(HttpConnection connection) {
        if (open.incrementAndGet() > config.connectionsMax()) {
            open.decrementAndGet();
            connection.close();
            return;
        }
        connection.closeHandler(closed -> open.decrementAndGet());
        HeaderWatch.watch(
                ((HttpServerConnection) connection).channelHandlerContext(),
                config.requestMillisMax(),
                replies::lateHeader);
    }
}
