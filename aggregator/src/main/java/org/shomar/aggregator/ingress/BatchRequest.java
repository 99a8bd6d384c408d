package org.shomar.aggregator.ingress;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.CborSequence;
import org.shomar.aggregator.packet.SignedPacket;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request with many messages, taken and answered as a stream.
///
/// Messages under way wait in `pending`, in their order; a line is written when it and all
/// before it are decided and the reader of the answer keeps up. Reading pauses while
/// `BATCH_MESSAGES_IN_FLIGHT_MAX` messages are pending, so memory is bounded whatever the
/// batch. All but [Pending#decide] runs on the request's event loop.
///
/// Its share of the batches under way is given back where `closed` is set: when the answer
/// is whole, or nobody will get it.
final class BatchRequest implements CborSequence.Sink {
    /// Lines are written in parts of this size, so that a slow reader is noticed.
    private static final int LINES_BYTES_MAX = 16_384;

    private final Vertx vertx;
    private final IngressConfig config;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Intake intake;
    private final Replies replies;
    private final BatchesUnderWay.Share share;
    private final long begunNanos = System.nanoTime();
    private final CborSequence sequence = new CborSequence(this);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final AtomicBoolean flushDue = new AtomicBoolean();
    private int bytes;
    private long partNanos;
    private boolean reading = true;
    private boolean paused;
    private boolean closed;
    private long silenceTimer;

    BatchRequest(
            Vertx vertx,
            IngressConfig config,
            HttpServerRequest request,
            Intake intake,
            Replies replies,
            BatchesUnderWay.Share share) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.request = request;
        this.response = request.response();
        this.intake = intake;
        this.replies = replies;
        this.share = share;
    }

    void read() {
        response.setStatusCode(200)
                .putHeader("Content-Type", "application/x-ndjson")
                .setChunked(true);
        response.drainHandler(drained -> flush());
        response.exceptionHandler(e -> abandon());
        response.closeHandler(gone -> abandon());
        request.exceptionHandler(e -> abandon());
        request.handler(this::part);
        request.endHandler(end -> {
            if (reading) {
                sequence.end();
                stopReading();
            }
        });
        watchSilence();
    }

    @Override
    public void message(byte[] message) {
        Pending next = new Pending();
        pending.add(next);
        intake.take(message, partNanos)
                .onSuccess(next::decide)
                .onFailure(bug -> context.runOnContext(run -> hangUp()));
    }

    @Override
    public void tooLarge(long offset) {
        decideNow(
                Problem.TOO_LARGE,
                "the message at byte " + offset + " has more than " + SignedPacket.MESSAGE_BYTES_MAX
                        + " bytes");
    }

    @Override
    public void broken(long offset, String reason) {
        decideNow(
                Problem.MALFORMED,
                "byte " + offset + " of the batch: " + reason + "; the rest was not read");
        stopReading();
    }

    private void part(Buffer part) {
        if (!reading) {
            return; // what follows a broken message is drained, so that the answer can be read
        }
        watchSilence();
        partNanos = System.nanoTime();
        int room = IngressConfig.BATCH_BYTES_MAX - bytes;
        int taken = Math.min(room, part.length());
        bytes += taken;
        countRead(taken);
        sequence.feed(part.getBytes(0, taken));
        if (part.length() > room && reading) {
            decideNow(
                    Problem.TOO_LARGE,
                    "a batch has at most " + IngressConfig.BATCH_BYTES_MAX + " bytes");
            stopReading();
        }
        if (reading && pending.size() >= IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX) {
            paused = true;
            vertx.cancelTimer(silenceTimer);
            request.pause();
        }
        scheduleFlush();
    }

    /// A packet must be whole after `requestMillisMax`; a batch need not, but no longer counts
    /// what has not come by then, or one slow line would keep all others out.
    private void countRead(int taken) {
        share.read(taken);
        if (partNanos - begunNanos > TimeUnit.MILLISECONDS.toNanos(config.requestMillisMax())) {
            share.dropUnread();
        }
    }

    private void decideNow(Problem problem, String detail) {
        Pending decided = new Pending();
        decided.answer = new Answer.Refused(problem, detail);
        pending.add(decided);
        scheduleFlush();
    }

    private void stopReading() {
        reading = false;
        vertx.cancelTimer(silenceTimer);
        scheduleFlush();
    }

    /// Called from any thread; many decisions share one flush.
    private void scheduleFlush() {
        if (flushDue.compareAndSet(false, true)) {
            context.runOnContext(run -> flush());
        }
    }

    private void flush() {
        flushDue.set(false);
        while (!closed && !response.writeQueueFull()) { // drained or gone: either calls again
            Buffer lines = decidedLinesOrHangUp();
            if (lines.length() == 0) {
                break;
            }
            response.write(lines);
        }
        if (closed) {
            return;
        }
        if (!reading && pending.isEmpty()) {
            close(); // before the end, which may begin the connection's next request
            replies.end(request);
        } else if (paused && pending.size() < IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX / 2) {
            paused = false;
            watchSilence();
            request.resume();
        }
    }

    /// A bug takes a message's answer with it; those that follow would stand in its place.
    private Buffer decidedLinesOrHangUp() {
        try {
            return decidedLines();
        } catch (RuntimeException bug) {
            hangUp();
            throw bug;
        }
    }

    /// The lines that are next, about `LINES_BYTES_MAX` of them, taken off `pending`.
    private Buffer decidedLines() {
        Buffer lines =
                Buffer.buffer(Math.min(LINES_BYTES_MAX, pending.size() * Replies.ACCEPTED_BYTES));
        while (lines.length() < LINES_BYTES_MAX) {
            Pending first = pending.peek();
            Answer answer = first == null ? null : first.answer;
            if (answer == null) {
                break;
            }
            pending.remove();
            replies.appendLine(lines, answer);
        }
        return lines;
    }

    private void watchSilence() {
        vertx.cancelTimer(silenceTimer);
        silenceTimer = vertx.setTimer(config.requestMillisMax(), id -> {
            decideNow(
                    Problem.TIMEOUT,
                    "nothing arrived for " + config.requestMillisMax() / 1_000 + " s");
            stopReading();
        });
    }

    private void hangUp() {
        abandon();
        request.connection().close();
    }

    private void close() {
        closed = true;
        share.release();
    }

    private void abandon() {
        close();
        reading = false;
        pending.clear();
        vertx.cancelTimer(silenceTimer);
    }

    /// A message that awaits its turn to be answered.
    private final class Pending {
        private volatile @Nullable Answer answer;

        void decide(Answer decided) {
            answer = decided;
            scheduleFlush();
        }
    }
}
