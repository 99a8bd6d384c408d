package org.shomar.loadtest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Sends one share of the packets in order, and again what was not settled. Runs on a
/// thread of its own.
final class Sender {
    private static final int BATCH_PACKETS_MAX = 500;

    private final Uplink uplink;
    private final Pace pace;
    private final Answers answers;
    private final IntConsumer progress;
    private final long retryNanos;
    private final long troubleNanosMax;
    private final Deque<Parcel> waiting;
    private final Map<Integer, Long> intended = new HashMap<>();

    /// @param retryNanos      the pause before what was not settled is sent again
    /// @param troubleNanosMax when no packet was settled for so long, the run gives up
    Sender(
            List<Parcel> share,
            Uplink uplink,
            Pace pace,
            Answers answers,
            IntConsumer progress,
            long retryNanos,
            long troubleNanosMax) {
        this.waiting = new ArrayDeque<>(share);
        this.uplink = uplink;
        this.pace = pace;
        this.answers = answers;
        this.progress = progress;
        this.retryNanos = retryNanos;
        this.troubleNanosMax = troubleNanosMax;
    }

    /// Returns when every packet is settled.
    ///
    /// @throws IOException when the ingress settles nothing for too long
    void run() throws IOException {
        boolean inTrouble = false;
        long sinceNanos = 0;
        while (!waiting.isEmpty()) {
            List<Parcel> batch = due();
            Uplink.Reply reply = uplink.send(batch).await();
            List<Parcel> unsettled = settle(batch, reply.lines());
            unsettled.reversed().forEach(waiting::addFirst);
            progress.accept(batch.size() - unsettled.size());
            if (unsettled.isEmpty()) {
                inTrouble = false;
                continue;
            }
            long now = System.nanoTime();
            if (!inTrouble || unsettled.size() < batch.size()) {
                inTrouble = true;
                sinceNanos = now;
            } else if (now - sinceNanos > troubleNanosMax) {
                throw new IOException("nothing was settled for "
                        + TimeUnit.NANOSECONDS.toSeconds(troubleNanosMax)
                        + " s; the last trouble: " + reply.trouble());
            }
            LockSupport.parkNanos(retryNanos);
        }
    }

    /// Takes the answers that are final, and gives the packets to send again, in order.
    private List<Parcel> settle(List<Parcel> batch, List<Uplink.Line> lines) {
        List<Parcel> unsettled = new ArrayList<>();
        Set<Integer> branchesOpen = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            Parcel parcel = batch.get(i);
            Optional<Answer> answer =
                    i < lines.size() ? Answer.read(lines.get(i).text()) : Optional.empty();
            if (answer.isPresent()
                    && answer.get().settles(branchesOpen.contains(parcel.branch()))) {
                long arrivedNanos = lines.get(i).arrivedNanos();
                Long meant = intended.remove(parcel.index());
                answers.take(parcel, answer.get(), meant == null ? 0 : arrivedNanos - meant);
            } else {
                unsettled.add(parcel);
                branchesOpen.add(parcel.branch());
            }
        }
        return unsettled;
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
                LockSupport.parkNanos(ahead); // may return early, so look again
            } else {
                batch.add(waiting.removeFirst());
            }
        }
        return batch;
    }
}
