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
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean answered;

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
        this.timer = vertx.setTimer(config.requestMillisMax(), id -> late());
    }

    void read() {
        request.handler(this::part);
        request.endHandler(end -> whole());
        request.exceptionHandler(e -> finish());
    }

    private void part(Buffer part) {
        if (answered) {
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
        if (answered) {
            return;
        }
        finish();
        Context context = vertx.getOrCreateContext();
        intake.take(body.getBytes(), receivedNanos)
                .onSuccess(answer ->
                        context.runOnContext(run -> replies.send(request.response(), answer)))
                .onFailure(
                        bug -> context.runOnContext(run -> request.connection().close()));
    }

    private void late() {
        refuse(
                Problem.TIMEOUT,
                "the request was not whole after " + config.requestMillisMax() / 1_000 + " s");
    }

    private void refuse(Problem problem, String detail) {
        finish();
        replies.sendAndClose(request, new Answer.Refused(problem, detail));
    }

    private void finish() {
        answered = true;
        vertx.cancelTimer(timer);
    }
}
