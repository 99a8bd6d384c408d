package org.shomar.aggregator.feed;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// One WebSocket connection: what it follows and what it has been sent. Lives on the event
/// loop of its connection.
///
/// What waits for a reader is bounded by `queueBytesMax` and one frame, or the errors of one
/// message: while its queue is full it is sent nothing and asked for nothing, only remembered
/// as behind; when it has drained it gets the newest state of what it missed.
final class Reader {
    static final int TOPICS_PER_MESSAGE_MAX = 1_000;
    static final int TOPICS_MAX = 2_000;
    static final short POLICY = 1008;
    static final short TOO_LARGE = 1009;
    static final short TOO_SLOW = 4000;

    private static final int ECHO_CHARS_MAX = 128;
    private static final long NO_TIMER = -1;

    /// One for all readers, so that to see that a reader is not behind takes no memory of it.
    private static final Set<Subscription> NONE_BEHIND = Set.of();

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Wire wire;
    private final Hub hub;
    private final Topics topics;
    private final int slowMillisMax;
    private final Map<Topic, Subscription> subscriptions = new LinkedHashMap<>();
    private Set<Subscription> behind = NONE_BEHIND;
    private long slowTimer = NO_TIMER;
    private boolean closing;

    Reader(
            Vertx vertx,
            ServerWebSocket socket,
            Wire wire,
            Hub hub,
            Topics topics,
            int slowMillisMax) {
        this.vertx = vertx;
        this.socket = socket;
        this.wire = wire;
        this.hub = hub;
        this.topics = topics;
        this.slowMillisMax = slowMillisMax;
    }

    void start() {
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(ignored -> received(""));
        socket.exceptionHandler(this::failed);
        socket.closeHandler(ignored -> closed());
        wire.onRoom(() -> hub.later(this::drained));
    }

    Set<Topic> topics() {
        return subscriptions.keySet();
    }

    Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    /// Sends the newest state of a topic, unless the reader has it or cannot take it now. It
    /// goes out with [#flush].
    void deliver(Subscription subscription, Publication publication) {
        TextFrame frame = taken(subscription, publication);
        if (frame != null) {
            wire.write(frame);
            hub.countFrame();
        }
    }

    /// The same, and it goes out with the burst: before anything else is written to the reader.
    void deliverIn(Burst burst, Subscription subscription, Publication publication) {
        TextFrame frame = taken(subscription, publication);
        if (frame != null) {
            burst.add(wire, frame);
        }
    }

    /// The frame that the reader now has to be sent, or null.
    private @Nullable TextFrame taken(Subscription subscription, Publication publication) {
        TextFrame frame = subscription.due(publication);
        if (frame == null) {
            return null;
        }
        if (isFull()) {
            fellBehind(subscription);
            return null;
        }
        subscription.sent(publication);
        caughtUp(subscription);
        return frame;
    }

    private void fellBehind(Subscription subscription) {
        if (behind.isEmpty()) {
            behind = new LinkedHashSet<>();
        }
        behind.add(subscription);
    }

    private void caughtUp(Subscription subscription) {
        if (!behind.isEmpty() && behind.remove(subscription) && behind.isEmpty()) {
            behind = NONE_BEHIND;
        }
    }

    /// Sent to everybody who can take it: who cannot has frames waiting, so is not left in
    /// doubt. It goes by the idle timer of the connection.
    void heartbeat(TextFrame frame) {
        if (!isFull()) {
            send(frame);
            flush();
        }
    }

    void flush() {
        wire.flush();
    }

    void close(short code, String reason) {
        if (!closing) {
            closing = true;
            flush(); // what comes before
            wire.endWithin(PublicPlane.CLOSING_SECONDS_MAX);
            socket.close(code, reason);
        }
    }

    private void received(String text) {
        if (!closing) {
            handle(text);
            flush();
            isFull(); // if so, no more is read until the answers have gone out
        }
    }

    private void handle(String text) {
        switch (ClientMessage.parse(text)) {
            case ClientMessage.Bad bad -> send(Frames.error("bad-message", "", bad.detail()));
            case ClientMessage.Wish wish
            when wish.topics() > TOPICS_PER_MESSAGE_MAX ->
                close(POLICY, "more than " + TOPICS_PER_MESSAGE_MAX + " topics in a message");
            case ClientMessage.Wish wish -> {
                wish.unsubscribe().forEach(this::unsubscribe);
                for (String name : wish.subscribe()) {
                    subscribe(name, wish.after().get(name));
                }
            }
        }
    }

    private void subscribe(String name, @Nullable Long after) {
        Topic topic = topics.named(name).orElse(null);
        if (topic == null) {
            send(Frames.error("unknown-topic", echo(name), "there is no such topic"));
        } else if (!topics.isPublished(topic)) {
            send(Frames.error("not-published", name, "the contest is not published yet"));
        } else if (subscriptions.size() >= TOPICS_MAX && !subscriptions.containsKey(topic)) {
            close(POLICY, "more than " + TOPICS_MAX + " topics on a connection");
        } else {
            follow(topic, after);
        }
    }

    private void follow(Topic topic, @Nullable Long after) {
        Subscription known = subscriptions.get(topic);
        if (known != null) {
            known.claimed(after);
            hub.current(topic).ifPresent(newest -> deliver(known, newest));
            return;
        }
        Subscription subscription = new Subscription(this, topic);
        subscription.claimed(after);
        subscriptions.put(topic, subscription);
        hub.join(subscription);
    }

    private void unsubscribe(String name) {
        topics.named(name).ifPresent(topic -> {
            Subscription subscription = subscriptions.remove(topic);
            if (subscription != null) {
                caughtUp(subscription);
                hub.leave(subscription);
            }
        });
    }

    private void drained() {
        if (slowTimer != NO_TIMER) {
            vertx.cancelTimer(slowTimer);
            slowTimer = NO_TIMER;
            socket.resume();
        }
        for (Subscription subscription : new ArrayList<>(behind)) {
            if (isFull()) {
                return;
            }
            caughtUp(subscription);
            hub.current(subscription.topic()).ifPresent(newest -> deliver(subscription, newest));
        }
        flush();
    }

    /// Whether the queue is full; if so the clock of a slow reader runs.
    private boolean isFull() {
        if (closing || wire.isEnding()) {
            return true;
        }
        if (!wire.isFull()) {
            return false;
        }
        if (slowTimer == NO_TIMER) {
            socket.pause();
            slowTimer = vertx.setTimer(slowMillisMax, ignored -> tooSlow());
        }
        return true;
    }

    private void tooSlow() {
        hub.countSlow();
        socket.resume();
        close(TOO_SLOW, "too slow; come back with after");
    }

    private void send(TextFrame frame) {
        if (!closing && !wire.isEnding()) {
            wire.write(frame);
            hub.countFrame();
        }
    }

    private void failed(Throwable cause) {
        // A frame too long is a DecoderException, a message too long in pieces an
        // IllegalStateException; a lost connection is neither.
        if (cause instanceof DecoderException || cause instanceof IllegalStateException) {
            close(TOO_LARGE, "a message has at most 65,536 bytes");
        }
    }

    private void closed() {
        closing = true;
        if (slowTimer != NO_TIMER) {
            vertx.cancelTimer(slowTimer);
            slowTimer = NO_TIMER;
        }
        hub.gone(this);
        subscriptions.clear();
        behind = NONE_BEHIND;
    }

    private static String echo(String name) {
        return name.length() <= ECHO_CHARS_MAX ? name : name.substring(0, ECHO_CHARS_MAX);
    }
}
