package org.shomar.loadtest;

import io.vertx.core.json.JsonObject;

import org.shomar.loadtest.Uplink.Lines;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Sends one share of the packets in order, and again what was not settled. Runs on a thread of
/// its own.
final class Sender {
    private static final int BATCH_PACKETS_MAX = 500;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// Without any answer for so long, the run gives up.
    private static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final Uplink uplink;
    private final Pace pace;
    private final Answers answers;
    private final IntConsumer progress;
    private final Deque<Parcel> waiting;
    private final Map<Integer, Long> intended = new HashMap<>();
    private long lastAnswerNanos = System.nanoTime();

    Sender(List<Parcel> share, Uplink uplink, Pace pace, Answers answers, IntConsumer progress) {
        this.waiting = new ArrayDeque<>(share);
        this.uplink = uplink;
        this.pace = pace;
        this.answers = answers;
        this.progress = progress;
    }

    /// @throws IllegalStateException when the ingress does not answer for a minute
    void run() {
        while (!waiting.isEmpty()) {
            List<Parcel> batch = due();
            List<Parcel> unsettled = new ArrayList<>(batch);
            String trouble = attempt(batch, unsettled);
            for (Parcel parcel : unsettled.reversed()) {
                waiting.addFirst(parcel);
            }
            if (unsettled.size() < batch.size()) {
                lastAnswerNanos = System.nanoTime();
                progress.accept(batch.size() - unsettled.size());
            }
            if (!unsettled.isEmpty()) {
                if (System.nanoTime() - lastAnswerNanos > SILENCE_NANOS_MAX) {
                    throw new IllegalStateException(
                            "no packet was settled for a minute; the last trouble: " + trouble);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /// Sends a batch and takes what is settled out of `unsettled`; gives the reason why not all
    /// is.
    private String attempt(List<Parcel> batch, List<Parcel> unsettled) {
        List<Parcel> settled = new ArrayList<>();
        Lines lines = (index, line, arrivedNanos) -> {
            JsonObject answer = new JsonObject(line);
            if (index < batch.size() && !Answers.retryLater(answer)) {
                Parcel parcel = batch.get(index);
                answers.take(
                        parcel,
                        line,
                        answer,
                        arrivedNanos - intended.getOrDefault(parcel.index(), arrivedNanos));
                settled.add(parcel);
            }
        };
        String trouble = "some packets were answered \"later\"";
        try {
            uplink.send(batch, lines).await();
        } catch (RuntimeException lost) {
            trouble = String.valueOf(lost.getMessage());
        }
        settled.forEach(unsettled::remove);
        return trouble;
    }

    /// The packets whose time has come, at least one.
    private List<Parcel> due() {
        List<Parcel> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < BATCH_PACKETS_MAX) {
            Parcel next = waiting.getFirst();
            long at = intended.computeIfAbsent(next.index(), pace::intendedNanos);
            long ahead = at - System.nanoTime();
            if (ahead > 0 && !batch.isEmpty()) {
                break;
            }
            if (ahead > 0) {
                LockSupport.parkNanos(ahead);
            }
            batch.add(waiting.removeFirst());
        }
        return batch;
    }
}
