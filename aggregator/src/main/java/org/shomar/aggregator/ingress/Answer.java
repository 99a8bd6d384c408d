package org.shomar.aggregator.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// What a branch hears of one message.
public sealed interface Answer {
    /// Durable.
    ///
    /// @param first   stored by this message (201), else it was stored before (200)
    /// @param members writes the members of the first answer's JSON object, the same text for
    ///                ever; called once, by who sends it
    record Accepted(boolean first, Consumer<Buffer> members) implements Answer {}

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
