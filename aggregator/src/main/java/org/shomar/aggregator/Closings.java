package org.shomar.aggregator;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What a node has open, to be closed in the other order.
final class Closings {
    private static final Logger LOG = LoggerFactory.getLogger(Closings.class);

    /// What a room gets to close when those before it took all the time: enough to tell the
    /// database to stop.
    private static final int CLOSE_MILLIS_MIN = 250;

    private final Deque<Closing> closings = new ArrayDeque<>();
    private volatile boolean stopping;

    /// A room's way to close, and its name for the log.
    private record Closing(String room, Supplier<Future<Void>> close) {}

    /// Takes over a room that is open, to close it later. Throws once the node is stopping,
    /// which ends its start.
    void own(String room, Supplier<Future<Void>> close) {
        closings.push(new Closing(room, close));
        if (stopping) {
            throw new IllegalStateException("stopped while starting");
        }
    }

    /// From now on [#own] throws. Any thread.
    void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    /// Closes everything. Blocks.
    ///
    /// @param deadlineNanos of [System#nanoTime]
    void closeAll(long deadlineNanos) {
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                long left = Math.max(
                        CLOSE_MILLIS_MIN,
                        TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
                closing.close().get().await(left, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | RuntimeException e) {
                LOG.warn("{} did not close in order: {}", closing.room(), e.toString());
            }
        }
    }
}
