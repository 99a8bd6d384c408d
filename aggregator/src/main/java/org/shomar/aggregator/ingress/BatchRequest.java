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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request with many messages, taken and answered as a stream.
///
/// Messages under way wait in `pending`, in their order; a line is written when it and all
/// before it are decided and the reader of the answer keeps up. Reading pauses while
/// `BATCH_MESSAGES_IN_FLIGHT_MAX` messages or `BATCH_IN_FLIGHT_BYTES_MAX` are pending, so
/// memory is bounded whatever the batch; and who does not read the answer is hung up on, or
/// that memory would be theirs for ever. All but [Pending#decide] runs on the request's
/// event loop.
///
/// Its share of the batches under way is given back where `closed` is set: when the answer
/// is whole, or nobody will get it.
final class BatchRequest implements CborSequence.Sink {
    /// Lines are written in parts of this size, so that a slow reader is noticed.
    private static final int LINES_BYTES_MAX = 16_384;

    /// The last line of a part begins within it.
    private static final int LINES_ROOM = LINES_BYTES_MAX + Replies.ACCEPTED_BYTES;

    /// So often in `requestMillisMax` the times of a batch are looked at.
    private static final int LOOKS = 15;

    private final Vertx vertx;
    private final IngressConfig config;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Intake intake;
    private final Replies replies;
    private final BatchesUnderWay.Share share;
    private final long begunNanos = System.nanoTime();

    /// Of its oldest packet.
    private final OptionalLong ageNanos;

    private final CborSequence sequence = new CborSequence(this);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final AtomicBoolean flushDue = new AtomicBoolean();

    /// Messages cut from one part beyond what is taken in a row.
    private final ArrayDeque<Runnable> backlog = new ArrayDeque<>();

    private int bytes;
    private int cutBytes;
    private int pendingBytes;
    private int turn;
    private long partNanos;
    private long heardNanos = begunNanos;
    private long writtenNanos = begunNanos;
    private boolean reading = true;
    private boolean full;
    private boolean paused;
    private boolean closed;
    private long watchTimer;

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
        this.ageNanos = RequestStart.ageNanos(request);
    }

    void read() {
        response.setStatusCode(200)
                .putHeader("Content-Type", "application/x-ndjson")
                .putHeader("X-Content-Type-Options", "nosniff")
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
        watchTimer =
                vertx.setPeriodic(Math.ceilDiv(config.requestMillisMax(), LOOKS), id -> watch());
    }

    @Override
    public void message(byte[] message) {
        Pending next = new Pending(Math.max(message.length, IngressConfig.BATCH_MESSAGE_BYTES_MIN));
        bytes += next.bytes - message.length;
        cutBytes += next.bytes;
        pendingBytes += next.bytes;
        pending.add(next);
        if (backlog.isEmpty() && turn++ < IngressConfig.BATCH_MESSAGES_A_TURN_MAX) {
            take(message, next);
        } else {
            backlog.add(() -> take(message, next));
        }
    }

    private void take(byte[] message, Pending next) {
        long intendedNanos = ageNanos.isPresent() ? begunNanos - ageNanos.getAsLong() : partNanos;
        intake.take(message, partNanos, intendedNanos)
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
        partNanos = System.nanoTime();
        heardNanos = partNanos;
        int room = Math.max(0, IngressConfig.BATCH_BYTES_MAX - bytes);
        int taken = Math.min(room, part.length());
        bytes += taken;
        turn = 0;
        cutBytes = 0;
        sequence.feed(part.getBytes(0, taken));
        share.read(taken, cutBytes);
        if (part.length() > room && reading) {
            decideNow(
                    Problem.TOO_LARGE,
                    "a batch has at most " + IngressConfig.BATCH_BYTES_MAX
                            + " bytes, where each message counts as "
                            + IngressConfig.BATCH_MESSAGE_BYTES_MIN + " at least");
            stopReading();
        }
        full = pending.size() >= IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX
                || pendingBytes >= IngressConfig.BATCH_IN_FLIGHT_BYTES_MAX;
        if (!backlog.isEmpty()) {
            context.runOnContext(run -> takeBacklog());
        }
        if (reading && (full || !backlog.isEmpty())) {
            paused = true;
            request.pause();
        }
        scheduleFlush();
    }

    private void takeBacklog() {
        for (int i = 0; i < IngressConfig.BATCH_MESSAGES_A_TURN_MAX && !backlog.isEmpty(); i++) {
            backlog.remove().run();
        }
        if (backlog.isEmpty()) {
            scheduleFlush();
        } else {
            context.runOnContext(run -> takeBacklog());
        }
    }

    private boolean mayGoOn() {
        full &= pending.size() >= IngressConfig.BATCH_MESSAGES_IN_FLIGHT_MAX / 2
                || pendingBytes >= IngressConfig.BATCH_IN_FLIGHT_BYTES_MAX / 2;
        return !full && backlog.isEmpty();
    }

    private void decideNow(Problem problem, String detail) {
        Pending decided = new Pending(0);
        decided.answer = new Answer.Refused(problem, detail);
        pending.add(decided);
        scheduleFlush();
    }

    private void stopReading() {
        reading = false;
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
        int before = pending.size();
        while (!closed && !response.writeQueueFull()) { // drained or gone: either calls again
            Buffer lines = decidedLinesOrHangUp();
            if (lines.length() == 0) {
                break;
            }
            response.write(lines);
            writtenNanos = System.nanoTime();
            if (before - pending.size() >= IngressConfig.BATCH_MESSAGES_A_TURN_MAX) {
                scheduleFlush();
                break;
            }
        }
        if (closed) {
            return;
        }
        if (!reading && pending.isEmpty()) {
            close(); // before the end, which may begin the connection's next request
            replies.end(request);
        } else if (paused && mayGoOn()) {
            paused = false;
            heardNanos = System.nanoTime();
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
        Buffer lines = Buffer.buffer(Math.min(LINES_ROOM, pending.size() * Replies.ACCEPTED_BYTES));
        int before = pendingBytes;
        while (lines.length() < LINES_BYTES_MAX) {
            Pending first = pending.peek();
            Answer answer = first == null ? null : first.answer;
            if (answer == null) {
                break;
            }
            pending.remove();
            pendingBytes -= first.bytes;
            replies.appendLine(lines, answer);
        }
        share.answered(before - pendingBytes);
        return lines;
    }

    private void watch() {
        long now = System.nanoTime();
        if (isLong(now - begunNanos)) {
            share.late(); // a batch may take longer, but keeps nobody else out by that
        }
        if (isLong(now - writtenNanos) && response.writeQueueFull()) {
            abandon(); // the answer is not read, so nothing more could be sent with the end
            Parting.atOnce(request);
        } else if (reading && !paused && isLong(now - heardNanos)) {
            decideNow(
                    Problem.TIMEOUT,
                    "nothing arrived for " + config.requestMillisMax() / 1_000 + " s");
            stopReading();
        }
    }

    private boolean isLong(long nanos) {
        return nanos >= TimeUnit.MILLISECONDS.toNanos(config.requestMillisMax());
    }

    private void hangUp() {
        abandon();
        request.connection().close();
    }

    private void close() {
        closed = true;
        vertx.cancelTimer(watchTimer);
        share.release();
    }

    private void abandon() {
        close();
        reading = false;
        pending.clear();
        backlog.clear();
    }

    /// A message that awaits its turn to be answered.
    private final class Pending {
        private final int bytes;
        private volatile @Nullable Answer answer;

        /// @param bytes as which it counts
        private Pending(int bytes) {
            this.bytes = bytes;
        }

        void decide(Answer decided) {
            answer = decided;
            scheduleFlush();
        }
    }
}
