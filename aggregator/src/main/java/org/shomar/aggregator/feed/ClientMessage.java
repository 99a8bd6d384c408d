package org.shomar.aggregator.feed;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a reader may send.
sealed interface ClientMessage {
    /// @param after the sequences that the reader has, by topic
    record Wish(List<String> subscribe, List<String> unsubscribe, Map<String, Long> after)
            implements ClientMessage {
        int topics() {
            return subscribe.size() + unsubscribe.size();
        }
    }

    /// @param detail what is wrong, in one English line
    record Bad(String detail) implements ClientMessage {}

    static ClientMessage parse(String text) {
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            return new Bad("a message is one JSON object");
        }
        if (!message.containsKey("subscribe") && !message.containsKey("unsubscribe")) {
            return new Bad("a message has subscribe or unsubscribe");
        }
        List<String> subscribe = names(message.getValue("subscribe"));
        List<String> unsubscribe = names(message.getValue("unsubscribe"));
        if (subscribe == null || unsubscribe == null) {
            return new Bad("subscribe and unsubscribe are arrays of topic names");
        }
        Map<String, Long> after = sequences(message.getValue("after"));
        return after == null
                ? new Bad("after is an object of topic names and sequences")
                : new Wish(subscribe, unsubscribe, after);
    }

    private static @Nullable List<String> names(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            return null;
        }
        List<String> names = new ArrayList<>(array.size());
        for (Object element : array) {
            if (!(element instanceof String name)) {
                return null;
            }
            names.add(name);
        }
        return names;
    }

    private static @Nullable Map<String, Long> sequences(@Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject object)) {
            return null;
        }
        Map<String, Long> sequences = new HashMap<>();
        for (Map.Entry<String, Object> member : object) {
            if (!(member.getValue() instanceof Integer || member.getValue() instanceof Long)) {
                return null;
            }
            long sequence = ((Number) member.getValue()).longValue();
            if (sequence < 0) {
                return null;
            }
            sequences.put(member.getKey(), sequence);
        }
        return sequences;
    }
}
