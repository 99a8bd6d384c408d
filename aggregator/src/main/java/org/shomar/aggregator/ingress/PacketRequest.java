package org.shomar.aggregator.ingress;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.shomar.aggregator.packet.SignedPacket;

/// One request with one message. It holds at most one message's bytes.
final class PacketRequest {
    private final Vertx vertx;
    private final IngressConfig config;
    private final HttpServerRequest request;
    private final Intake intake;
    private final Replies replies;
    private final long receivedNanos;
    private final long intendedNanos;
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean decided;

    PacketRequest(
            Vertx vertx,
            IngressConfig config,
            HttpServerRequest request,
            Intake intake,
            Replies replies,
            long receivedNanos) {
        this.vertx = vertx;
        this.config = config;
        this.request = request;
        this.intake = intake;
        this.replies = replies;
        this.receivedNanos = receivedNanos;
        this.intendedNanos = receivedNanos - RequestStart.ageNanos(request).orElse(0);
        this.timer = vertx.setTimer(config.requestMillisMax(), id -> late());
    }

    void read() {
        request.handler(this::part);
        request.endHandler(end -> whole());
        request.exceptionHandler(e -> decide());
    }

    private void part(Buffer part) {
        if (decided) {
            return;
        }
        if (body.length() + part.length() > SignedPacket.MESSAGE_BYTES_MAX) {
            refuse(
                    Problem.TOO_LARGE,
                    "a packet has at most " + SignedPacket.MESSAGE_BYTES_MAX + " bytes");
        } else {
            body.appendBuffer(part);
        }
    }

    private void whole() {
        if (decided) {
            return;
        }
        decide();
        Context context = vertx.getOrCreateContext();
        intake.take(body.getBytes(), receivedNanos, intendedNanos)
                .onSuccess(answer -> context.runOnContext(run -> replies.send(request, answer)))
                .onFailure(
                        bug -> context.runOnContext(run -> request.connection().close()));
    }

    private void late() {
        refuse(
                Problem.TIMEOUT,
                "the request was not whole after " + config.requestMillisMax() / 1_000 + " s");
    }

    private void refuse(Problem problem, String detail) {
        decide();
        replies.send(request, new Answer.Refused(problem, detail));
    }

    /// From here on, nothing that still comes changes the answer.
    private void decide() {
        decided = true;
        vertx.cancelTimer(timer);
    }
}
