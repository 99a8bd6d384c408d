package org.shomar.aggregator.ingress;

import io.netty.handler.codec.http.FullHttpResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import java.util.random.RandomGenerator;

/// Writes answers: whole responses, and lines of a batch. For one event loop.
final class Replies {
    /// Of the answer of a stored packet in a log of a million, a line's end included; no
    /// bound.
    static final int ACCEPTED_BYTES = 1_500;

    private final RandomGenerator jitter;
    private final RetryAfter retryAfter;
    private final Parting parting;
    private final Refusals refusals;

    /// @param retryAfter of all event loops
    /// @param refusals   hears each problem that is answered
    Replies(RandomGenerator jitter, RetryAfter retryAfter, Parting parting, Refusals refusals) {
        this.jitter = jitter;
        this.retryAfter = retryAfter;
        this.parting = parting;
        this.refusals = refusals;
    }

    /// Answers a request. A connection on which the rest of its body may still come ends
    /// with the answer, unless [Parting#shortAhead] lets it stay.
    void send(HttpServerRequest request, Answer answer) {
        send(request, answer, 1);
    }

    /// @param messages as many as the answer is for, when it is a refusal
    void send(HttpServerRequest request, Answer answer, int messages) {
        switch (answer) {
            case Answer.Accepted accepted -> {
                retryAfter.taken();
                send(
                        request,
                        accepted.first() ? 201 : 200,
                        "application/json",
                        appendObject(Buffer.buffer(ACCEPTED_BYTES), "{", accepted));
            }
            case Answer.Refused refused -> {
                Problem problem = refused.problem();
                refusals.add(problem, messages);
                if (problem.retryLater() && !request.response().ended()) {
                    String seconds = Integer.toString(retrySeconds(problem, messages));
                    request.response().putHeader("Retry-After", seconds);
                }
                send(
                        request,
                        problem.status(),
                        "application/problem+json",
                        problem.json(refused.detail(), refused.current()).toBuffer(),
                        problem == Problem.OVERLOADED && Parting.shortAhead(request));
            }
        }
    }

    void send(HttpServerRequest request, int status, String mediaType, Buffer body) {
        send(request, status, mediaType, body, false);
    }

    /// @param stays whether the connection stays open although part of the body may still come
    private void send(
            HttpServerRequest request, int status, String mediaType, Buffer body, boolean stays) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return; // the branch hung up; it will send the same bytes again
        }
        boolean ahead = Parting.bodyAhead(request);
        boolean last = ahead && !stays;
        if (last) {
            response.putHeader("Connection", "close");
        }
        Future<Void> sent = response.setStatusCode(status)
                .putHeader("Content-Type", mediaType)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
        if (last) {
            parting.after(sent, request);
        } else if (ahead) {
            parting.drop(request);
        }
    }

    /// The answer to a header that was not whole in time; the connection ends with it.
    FullHttpResponse lateHeader(String detail) {
        refusals.add(Problem.TIMEOUT, 1);
        return HeaderWatch.timeout(detail, RetryAfter.seconds(jitter));
    }

    /// Ends the answer to a batch, and its connection when part of the batch was not read.
    void end(HttpServerRequest request) {
        boolean last = Parting.bodyAhead(request);
        Future<Void> sent = request.response().end();
        if (last) {
            parting.after(sent, request);
        }
    }

    /// Adds one line of a batch's answer.
    void appendLine(Buffer lines, Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> {
                retryAfter.taken();
                appendObject(
                        lines,
                        accepted.first() ? "{\"status\":201," : "{\"status\":200,",
                        accepted);
            }
            case Answer.Refused refused -> {
                Problem problem = refused.problem();
                refusals.add(problem, 1);
                JsonObject json = problem.json(refused.detail(), refused.current());
                if (problem.retryLater()) {
                    json.put("retryAfter", retrySeconds(problem, 1));
                }
                lines.appendString(new JsonObject()
                        .put("status", problem.status())
                        .put("problem", json)
                        .encode());
            }
        }
        lines.appendByte((byte) '\n');
    }

    private static Buffer appendObject(Buffer out, String begin, Answer.Accepted accepted) {
        out.appendString(begin);
        accepted.members().accept(out);
        return out.appendByte((byte) '}');
    }

    private int retrySeconds(Problem problem, int messages) {
        return problem == Problem.OVERLOADED
                ? retryAfter.refused(messages, jitter)
                : RetryAfter.seconds(jitter);
    }

    /// Hears each problem that is answered, and for how many messages.
    @FunctionalInterface
    interface Refusals {
        void add(Problem problem, int messages);
    }
}
