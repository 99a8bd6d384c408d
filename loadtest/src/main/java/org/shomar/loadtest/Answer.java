package org.shomar.loadtest;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.util.Optional;

/// One line of a batch's answer, read.
///
/// @param line    as it came
/// @param outcome `status state` of a stored packet, else `status code`
/// @param seq     0 when it was not stored
/// @param retry   `never`, `later` or `after-previous`; `never` when it was stored
record Answer(String line, String outcome, long seq, String retry) {
    /// Empty when the line is no answer of the contract.
    static Optional<Answer> read(String line) {
        try {
            JsonObject json = new JsonObject(line);
            int status = json.getInteger("status", 0);
            JsonObject problem = json.getJsonObject("problem");
            if (status == 200 || status == 201) {
                return Optional.of(new Answer(
                        line,
                        status + " " + json.getString("state", "?"),
                        json.getLong("seq", 0L),
                        "never"));
            }
            return problem == null
                    ? Optional.empty()
                    : Optional.of(new Answer(
                            line,
                            status + " " + problem.getString("code", "?"),
                            0,
                            problem.getString("retry", "never")));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    boolean stored() {
        return seq > 0;
    }

    /// Whether sending the same bytes again would change nothing.
    ///
    /// @param previousOpen whether an earlier packet of the branch is still to be sent again
    boolean settles(boolean previousOpen) {
        return switch (retry) {
            case "later" -> false;
            case "after-previous" -> !previousOpen;
            default -> true;
        };
    }
}
