package org.shomar.aggregator.ingress;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// What a branch hears of one message.
public sealed interface Answer {
    /// Durable.
    ///
    /// @param first stored by this message (201), else it was stored before (200)
    /// @param body  makes the JSON object of the first answer, the same text for ever; called
    ///              once, by who sends it
    record Accepted(boolean first, Supplier<String> body) implements Answer {}

    /// Not stored, or not known to be.
    ///
    /// @param detail  what is wrong with this very message, in one English line
    /// @param current the latest stored revision, only with a revision problem
    record Refused(Problem problem, String detail, @Nullable Current current) implements Answer {
        public Refused(Problem problem, String detail) {
            this(problem, detail, null);
        }
    }

    /// @param revision 0 when none is stored
    /// @param packet   its id, null when none is stored
    record Current(int revision, @Nullable String packet) {
        JsonObject json() {
            JsonObject json = new JsonObject().put("revision", revision);
            return packet == null ? json : json.put("packet", packet);
        }
    }
}
