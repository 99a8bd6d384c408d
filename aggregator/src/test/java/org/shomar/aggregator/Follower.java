package org.shomar.aggregator;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.feed.MergeApply;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A reader of one topic who applies deltas as the contract says and objects to a sequence
/// that falls.
final class Follower implements WebSocket.Listener, AutoCloseable {
    private static final long WAIT_SECONDS_MAX = 60;

    private final String topic;
    private final StringBuilder frame = new StringBuilder();
    private final CompletableFuture<String> fault = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private JsonObject state = new JsonObject();
    private long seq = -1;
    private int deltas;
    private long wanted = Long.MAX_VALUE;
    private CompletableFuture<JsonObject> reached = new CompletableFuture<>();

    private Follower(String topic) {
        this.topic = topic;
    }

    static Follower of(Client client, String topic) {
        Follower follower = new Follower(topic);
        URI feed = URI.create("ws://" + client.reading.getAuthority() + "/v1/feed");
        WebSocket socket = client.http()
                .newWebSocketBuilder()
                .subprotocols("shomar.feed.v1")
                .buildAsync(feed, follower)
                .join();
        follower.socket = socket;
        socket.sendText("{\"subscribe\":[\"" + topic + "\"]}", true).join();
        return follower;
    }

    /// The state as soon as it is that of a sequence.
    JsonObject at(long sequence) {
        CompletableFuture<JsonObject> state;
        synchronized (this) {
            wanted = sequence;
            reached = new CompletableFuture<>();
            tell();
            state = reached;
        }
        try {
            CompletableFuture.anyOf(state, fault).get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the reader stands at " + seq + ", not at " + sequence, e);
        }
        if (fault.isDone()) {
            throw new AssertionError(fault.join());
        }
        return state.join();
    }

    synchronized int deltas() {
        return deltas;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        frame.append(text);
        if (last) {
            JsonObject message = new JsonObject(frame.toString());
            frame.setLength(0);
            take(message);
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        fault.complete("the feed failed: " + error);
    }

    private synchronized void take(JsonObject message) {
        String kind = message.getString("kind");
        if (kind.equals("heartbeat")) {
            return;
        }
        if (kind.equals("error") || !topic.equals(message.getString("topic"))) {
            fault.complete("not asked for: " + message);
            return;
        }
        if (message.getLong("seq") < seq) {
            fault.complete("the sequence fell from " + seq + " with " + message);
        }
        if (kind.equals("snapshot")) {
            state = message.getJsonObject("data");
            seq = message.getLong("seq");
        } else if (message.getLong("from") == seq) {
            state = MergeApply.merge(state, message.getJsonObject("data"));
            seq = message.getLong("seq");
            deltas++;
        } // else a snapshot follows
        tell();
    }

    private void tell() {
        if (seq >= wanted) {
            reached.complete(state);
        }
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
