package org.shomar.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A share of the readers of the feed, on one event loop; deploying it connects them. A
/// reader whose connection ends comes back after a while, as a page does.
final class Audience extends VerticleBase {
    private static final String SUBPROTOCOL = "shomar.feed.v1";

    /// Connections being opened at the same time.
    private static final int OPENING_MAX = 64;

    /// `election` of a whole country is one frame.
    private static final int FRAME_BYTES_MAX = 64 << 20;

    private static final long SLOW_READ_MILLIS = 1_000;
    private static final String LOST = "lost";
    private static final int BACK_MILLIS_MIN = 1_000;
    private static final int BACK_MILLIS_SPREAD = 2_000;

    private final Crowd crowd;
    private final Roll roll;
    private final Endpoint reading;
    private final int part;
    private final int parts;
    private final FrameLog log;
    private final byte[] head = new byte[Listener.HEAD_BYTES];
    private final List<Listener> listeners = new ArrayList<>();
    private final List<WebSocketClient> clients = new ArrayList<>();
    private final SortedMap<String, Long> dropped = new TreeMap<>();
    private final SortedMap<String, Long> slowDropped = new TreeMap<>();
    private final SplittableRandom jitter;
    private final Promise<Void> open = Promise.promise();
    private int opened;
    private int opening;
    private long frames;
    private long startNanos = Long.MAX_VALUE;
    private boolean over;
    private volatile long threadId;

    /// @param part  of the readers, from 0
    /// @param parts how many there are; reader `i` is of part `i mod parts`
    Audience(int part, int parts, Crowd crowd, Roll roll, Endpoint reading, long seed) {
        this.part = part;
        this.parts = parts;
        this.crowd = crowd;
        this.roll = roll;
        this.reading = reading;
        this.log = new FrameLog(FrameLog.KEPT_MAX / parts);
        this.jitter = new SplittableRandom(seed + part);
    }

    @Override
    public Future<?> start() {
        threadId = Thread.currentThread().threadId();
        for (int address = 0; address < Math.min(crowd.addresses(), crowd.size()); address++) {
            WebSocketClientOptions options = reading.webSocket()
                    .setMaxConnections(Crowd.READERS_MAX)
                    .setMaxFrameSize(FRAME_BYTES_MAX)
                    .setMaxMessageSize(FRAME_BYTES_MAX);
            if (crowd.addresses() > 1) {
                options.setLocalAddress(Target.address(address));
            }
            clients.add(vertx.createWebSocketClient(options));
        }
        for (int i = part; i < crowd.size(); i += parts) {
            listeners.add(new Listener(i >= crowd.readers(), crowd.topics(i, roll)));
        }
        if (listeners.isEmpty()) {
            return Future.succeededFuture();
        }
        openMore();
        return open.future();
    }

    @Override
    public Future<?> stop() {
        over = true;
        return Future.all(clients.stream().map(WebSocketClient::close).toList());
    }

    private void openMore() {
        while (opening - opened < OPENING_MAX && opening < listeners.size()) {
            int number = opening++;
            connect(number)
                    .onSuccess(socket -> {
                        if (++opened == listeners.size()) {
                            open.tryComplete();
                        }
                        openMore();
                    })
                    .onFailure(e -> open.tryFail(new IOException("reader " + (part + number * parts)
                            + " cannot connect to " + reading + ": " + e.getMessage())));
        }
    }

    private Future<WebSocket> connect(int number) {
        Listener listener = listeners.get(number);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(reading.host())
                .setPort(reading.port())
                .setURI("/v1/feed")
                .addSubProtocol(SUBPROTOCOL);
        return clients.get(number % clients.size()).connect(options).map(socket -> {
            socket.exceptionHandler(e -> {}); // the connection ends then, too
            socket.closeHandler(closed -> ended(number, socket));
            if (listener.slow()) {
                readSlowly(listener, socket);
            } else {
                TextFrames.hear(socket, text -> take(listener, text));
            }
            socket.writeTextMessage(listener.wish());
            return socket;
        });
    }

    private void take(Listener listener, ByteBuf text) {
        if (over) {
            return;
        }
        frames++;
        long nanos = System.nanoTime() - startNanos;
        int length = Math.min(head.length, text.readableBytes());
        text.getBytes(text.readerIndex(), head, 0, length);
        listener.frame(head, length, (contest, after, seq) -> log.add(contest, after, seq, nanos));
    }

    /// Through Vert.x, which stops reading when nobody asks for frames. How long a slow reader
    /// takes is its own doing, not the server's, so it is not written down.
    private void readSlowly(Listener listener, WebSocket socket) {
        socket.textMessageHandler(text -> {
            if (!over) {
                frames++;
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                listener.frame(
                        bytes, Math.min(head.length, bytes.length), (contest, after, seq) -> {});
            }
        });
        socket.pause();
        vertx.setPeriodic(SLOW_READ_MILLIS, timer -> {
            if (over || socket.isClosed()) {
                vertx.cancelTimer(timer);
            } else {
                socket.fetch(1);
            }
        });
    }

    private void ended(int number, WebSocket socket) {
        if (over) {
            return;
        }
        Short code = socket.closeStatusCode();
        SortedMap<String, Long> endings = listeners.get(number).slow() ? slowDropped : dropped;
        endings.merge(code == null ? LOST : String.valueOf(code), 1L, Long::sum);
        comeBack(number);
    }

    private void comeBack(int number) {
        vertx.setTimer(BACK_MILLIS_MIN + jitter.nextInt(BACK_MILLIS_SPREAD), timer -> {
            if (!over) {
                connect(number).onFailure(e -> comeBack(number));
            }
        });
    }

    /// What is shown from now on is measured.
    void begin(long startedNanos) {
        context.runOnContext(run -> startNanos = startedNanos);
    }

    /// Readers, without the slow ones, who have not been shown all of this.
    Future<Integer> behind(Map<Integer, Long> lastSeqs) {
        Promise<Integer> behind = Promise.promise();
        context.runOnContext(run -> behind.complete((int) listeners.stream()
                .filter(listener -> !listener.slow() && !listener.has(lastSeqs))
                .count()));
        return behind.future();
    }

    /// Asks again until nobody is behind, or for so long.
    Future<Integer> behind(Map<Integer, Long> lastSeqs, long millisMax) {
        return behind(lastSeqs)
                .compose(count -> count == 0 || millisMax <= 0
                        ? Future.succeededFuture(count)
                        : vertx.timer(100, TimeUnit.MILLISECONDS)
                                .compose(later -> behind(lastSeqs, millisMax - 100)));
    }

    /// From now on nothing is written down any more.
    Future<Heard> end() {
        context.runOnContext(run -> over = true);
        return heard();
    }

    /// So far.
    Future<Heard> heard() {
        Promise<Heard> heard = Promise.promise();
        context.runOnContext(run -> heard.complete(new Heard(log, frames, dropped, slowDropped)));
        return heard.future();
    }

    long threadId() {
        return threadId;
    }
}
