package org.shomar.aggregator.ledger;

import io.vertx.core.Promise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Entries that wait to be committed, in the order they came in, each with its answer to come.
///
/// [#offer] and [#size] are for any thread; everything else belongs to one event loop.
final class EntryQueue {
    private final int entriesMax;
    private final LongSupplier nanoTime;
    private final AtomicInteger size = new AtomicInteger();

    private final Queue<Waiting> handover = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Waiting> ready = new ArrayDeque<>();

    /// An entry without an answer.
    record Waiting(Offered offered, Promise<Appended> answer, long sinceNanos) {}

    /// @param entriesMax that may be without an answer at a time
    EntryQueue(int entriesMax, LongSupplier nanoTime) {
        this.entriesMax = entriesMax;
        this.nanoTime = nanoTime;
    }

    /// False when it is full; then the answer is never given here.
    boolean offer(Offered entry, Promise<Appended> answer) {
        if (size.incrementAndGet() > entriesMax) {
            size.decrementAndGet();
            return false;
        }
        handover.add(new Waiting(entry, answer, nanoTime.getAsLong()));
        return true;
    }

    /// Entries without an answer, those of the batch that is being committed included.
    int size() {
        return size.get();
    }

    /// Takes over what other threads offered.
    void takeIn() {
        for (Waiting one = handover.poll(); one != null; one = handover.poll()) {
            ready.add(one);
        }
    }

    /// Whether nothing that was taken in waits for a batch.
    boolean isEmpty() {
        return ready.isEmpty();
    }

    /// The oldest, at most so many.
    List<Waiting> takeBatch(int entriesMax) {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < entriesMax && !ready.isEmpty()) {
            batch.add(ready.remove());
        }
        return batch;
    }

    /// A batch of which nothing was committed waits again, before all others.
    void putBack(List<Waiting> batch) {
        batch.reversed().forEach(ready::addFirst);
    }

    /// Answers those that have waited for so long as not stored; the oldest is in front.
    void refuseOlderThan(long waitNanos) {
        long now = nanoTime.getAsLong();
        while (!ready.isEmpty() && now - ready.element().sinceNanos() >= waitNanos) {
            complete(ready.remove(), new Appended.Full());
        }
    }

    /// Answers all that wait as not stored.
    void refuseAll() {
        while (!ready.isEmpty()) {
            complete(ready.remove(), new Appended.Full());
        }
    }

    /// Gives an entry its answer, unless it has one.
    void complete(Waiting one, Appended answer) {
        if (!one.answer().future().isComplete()) {
            size.decrementAndGet();
            one.answer().complete(answer);
        }
    }
}
