package org.shomar.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// One connection to the ingress, with one request at a time; opened when there is
/// something to send. Lives on the event loop of its lane.
final class Link implements ResponseReader.Sink {
    /// A request that is not answered after so long counts as lost.
    static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final int DRIBBLE_PARTS = 10;

    private final Vertx vertx;
    private final NetClient client;
    private final Target target;
    private final boolean keepAlive;
    private final Bytes body = new Bytes();
    private @Nullable NetSocket socket;
    private @Nullable Exchange exchange;
    private long sinceNanos;

    /// Whether the request under way found its connection open.
    private boolean kept;

    /// Whether a byte came since.
    private boolean heard;

    private int status;
    private int retryAfterSeconds;

    /// What becomes of one request. Exactly one of [#answered] and [#lost] is called, last.
    interface Exchange {
        /// Called after each part of a body; what is used up may be taken off.
        void part(int status, Bytes body);

        void answered(int status, int retryAfterSeconds, Bytes body);

        /// @param stale whether the connection was open before the request and was closed
        ///              without a byte of an answer: most likely the server was closing it
        ///              anyway, and a new one is all that is needed
        void lost(String why, boolean stale);
    }

    /// @param keepAlive false closes the connection after each answer
    Link(Vertx vertx, NetClient client, Target target, boolean keepAlive) {
        this.vertx = vertx;
        this.client = client;
        this.target = target;
        this.keepAlive = keepAlive;
    }

    /// Opens the connection ahead of its first request.
    Future<Void> open() {
        return connect().mapEmpty();
    }

    /// Only when the request before has ended.
    void send(byte[] request, Exchange next) {
        begin(next);
        NetSocket open = socket;
        kept = open != null;
        if (open != null) {
            write(open, request, 0, request.length);
            return;
        }
        connect()
                .onSuccess(ready -> write(ready, request, 0, request.length))
                .onFailure(e -> lost(String.valueOf(e.getMessage()), false));
    }

    /// The same over a new connection, in parts: the first at once, the last after `millis`.
    ///
    /// @param last called when the last part was written
    void dribble(byte[] request, long millis, Exchange next, Runnable last) {
        begin(next);
        connect()
                .onSuccess(ready -> part(ready, request, 0, millis / (DRIBBLE_PARTS - 1), last))
                .onFailure(e -> lost(String.valueOf(e.getMessage()), false));
    }

    private void part(NetSocket open, byte[] request, int number, long pauseMillis, Runnable last) {
        if (open != socket) {
            return; // lost meanwhile
        }
        int from = (int) ((long) request.length * number / DRIBBLE_PARTS);
        int to = (int) ((long) request.length * (number + 1) / DRIBBLE_PARTS);
        write(open, request, from, to);
        if (number + 1 == DRIBBLE_PARTS) {
            last.run();
        } else {
            vertx.setTimer(
                    pauseMillis, timer -> part(open, request, number + 1, pauseMillis, last));
        }
    }

    private void begin(Exchange next) {
        if (exchange != null) {
            throw new IllegalStateException("a request while another is under way");
        }
        exchange = next;
        kept = false;
        heard = false;
        sinceNanos = System.nanoTime();
        body.clear();
    }

    private static void write(NetSocket open, byte[] bytes, int from, int to) {
        open.write(Buffer.buffer(to - from).appendBytes(bytes, from, to - from));
    }

    private Future<NetSocket> connect() {
        return client.connect(target.ingest().port(), target.ingest().host()).map(this::connected);
    }

    private NetSocket connected(NetSocket open) {
        ResponseReader reader = new ResponseReader(this);
        socket = open;
        open.handler(bytes -> {
            heard = true;
            reader.feed(bytes.getBytes());
        });
        open.closeHandler(gone -> {
            if (socket == open) {
                socket = null;
                lost("the connection was closed", kept && !heard);
            }
        });
        open.exceptionHandler(e -> {}); // the connection is closed then, too
        return open;
    }

    private void lost(String why, boolean stale) {
        Exchange ended = exchange;
        if (ended != null) {
            exchange = null;
            ended.lost(why, stale);
        }
    }

    /// Gives up a request that waits too long.
    void expire(long nowNanos) {
        if (exchange != null && nowNanos - sinceNanos > SILENCE_NANOS_MAX) {
            drop("no answer for 30 s");
        }
    }

    void close() {
        drop("the run is over");
    }

    private void drop(String why) {
        NetSocket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
        lost(why, false);
    }

    @Override
    public void head(int answeredStatus, int answeredRetryAfter) {
        status = answeredStatus;
        retryAfterSeconds = answeredRetryAfter;
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        body.append(bytes, from, to);
        if (exchange != null) {
            exchange.part(status, body);
        }
    }

    @Override
    public void end(boolean closes) {
        Exchange ended = exchange;
        exchange = null;
        NetSocket open = socket;
        if (open != null && (closes || !keepAlive)) {
            socket = null;
            open.close();
        }
        if (ended != null) {
            ended.answered(status, retryAfterSeconds, body);
        }
    }

    @Override
    public void broken(String why) {
        drop(why);
    }
}
