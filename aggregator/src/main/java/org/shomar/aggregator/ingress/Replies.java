package org.shomar.aggregator.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import java.util.random.RandomGenerator;

/// Writes answers: whole responses, and lines of a batch.
final class Replies {
    private static final int RETRY_SECONDS_MIN = 1;
    private static final int RETRY_SECONDS_SPREAD = 4;

    private final RandomGenerator jitter;

    Replies(RandomGenerator jitter) {
        this.jitter = jitter;
    }

    void send(HttpServerResponse response, Answer answer) {
        if (response.ended() || response.closed()) {
            return; // the branch hung up; it will send the same bytes again
        }
        switch (answer) {
            case Answer.Accepted accepted ->
                response.setStatusCode(accepted.first() ? 201 : 200)
                        .putHeader("Content-Type", "application/json")
                        .end(accepted.body());
            case Answer.Refused refused -> {
                Problem problem = refused.problem();
                if (problem.retryLater()) {
                    response.putHeader("Retry-After", Integer.toString(retrySeconds()));
                }
                response.setStatusCode(problem.status())
                        .putHeader("Content-Type", "application/problem+json")
                        .end(problem.json(refused.detail(), refused.current()).encode());
            }
        }
    }

    /// Refuses a request whose body was not read, and closes its connection once the answer is
    /// out.
    void sendAndClose(HttpServerRequest request, Answer.Refused answer) {
        request.response().putHeader("Connection", "close");
        send(request.response(), answer);
    }

    /// Adds one line of a batch's answer.
    void appendLine(Buffer lines, Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted ->
                lines.appendString(accepted.first() ? "{\"status\":201," : "{\"status\":200,")
                        .appendString(accepted.body().substring(1));
            case Answer.Refused refused -> {
                Problem problem = refused.problem();
                JsonObject json = problem.json(refused.detail(), refused.current());
                if (problem.retryLater()) {
                    json.put("retryAfter", retrySeconds());
                }
                lines.appendString(new JsonObject()
                        .put("status", problem.status())
                        .put("problem", json)
                        .encode());
            }
        }
        lines.appendByte((byte) '\n');
    }

    private int retrySeconds() {
        return RETRY_SECONDS_MIN + jitter.nextInt(RETRY_SECONDS_SPREAD);
    }
}
