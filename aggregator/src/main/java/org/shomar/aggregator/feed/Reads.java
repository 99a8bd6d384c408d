package org.shomar.aggregator.feed;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.fold.Totals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;

/// Reads the totals of contests that changed: each at most once a tick, few at a time,
/// again when it failed. [#mark] may be called from any thread, the rest only on the
/// publisher's event loop.
final class Reads {
    /// Reads that may run at the same time; those that start together cost little more than
    /// one.
    static final int IN_FLIGHT_MAX = 1_024;

    /// A read that has not answered after so many ticks counts as failed.
    static final int READ_TICKS_MAX = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

    private final Context context;
    private final IntFunction<Future<Totals>> source;
    private final Applied applied;
    private final AtomicIntegerArray dirty;
    private final @Nullable Read[] running;
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private final BitSet queued;
    private final List<Refresh> refreshes = new ArrayList<>();
    private volatile int pending;
    private int inFlight;
    private long ticks;
    private long failures;

    /// Takes what was read.
    interface Applied {
        void apply(int contest, Totals totals);
    }

    /// Known by identity: an answer that comes after it was given up is told from the next.
    private static final class Read {
        final int contest;
        final long tick;

        Read(int contest, long tick) {
            this.contest = contest;
            this.tick = tick;
        }
    }

    private record Refresh(BitSet missing, Promise<Void> done) {}

    /// @param source totals by contest index
    Reads(int contests, Context context, IntFunction<Future<Totals>> source, Applied applied) {
        this.context = context;
        this.source = source;
        this.applied = applied;
        this.dirty = new AtomicIntegerArray(contests);
        this.running = new Read[contests];
        this.queued = new BitSet(contests);
    }

    /// From any thread: this contest has new totals.
    void mark(int contest) {
        dirty.set(contest, 1);
    }

    /// From any thread: contests that are being read or wait for it.
    int pending() {
        return pending;
    }

    /// Reads every contest once; fails when one of them cannot be read.
    Future<Void> refresh() {
        Refresh refresh = new Refresh(new BitSet(running.length), Promise.promise());
        refresh.missing.set(0, running.length);
        for (int contest = 0; contest < running.length; contest++) {
            mark(contest);
        }
        refreshes.add(refresh);
        settle();
        tick();
        return refresh.done.future();
    }

    void tick() {
        ticks++;
        for (Read read : running) {
            if (read != null && ticks - read.tick > READ_TICKS_MAX) {
                failed(read, new IllegalStateException("no answer"));
            }
        }
        for (int contest = 0; contest < running.length; contest++) {
            if (dirty.get(contest) != 0 && running[contest] == null && !queued.get(contest)) {
                queued.set(contest);
                waiting.add(contest);
            }
        }
        startWaiting();
    }

    private void startWaiting() {
        while (inFlight < IN_FLIGHT_MAX && !waiting.isEmpty()) {
            int contest = waiting.remove();
            queued.clear(contest);
            dirty.set(contest, 0);
            Read read = new Read(contest, ticks);
            running[contest] = read;
            inFlight++;
            source.apply(contest)
                    .onComplete(answer -> context.runOnContext(ignored -> answered(read, answer)));
        }
        pending = inFlight + waiting.size();
    }

    private void answered(Read read, AsyncResult<Totals> answer) {
        if (running[read.contest] != read) {
            return; // it was given up before
        }
        if (answer.failed()) {
            failed(read, answer.cause());
        } else {
            over(read);
            applied.apply(read.contest, answer.result());
            refreshes.forEach(refresh -> refresh.missing.clear(read.contest));
            settle();
        }
        startWaiting();
    }

    private void failed(Read read, Throwable cause) {
        over(read);
        mark(read.contest);
        failures++;
        if (Long.bitCount(failures) == 1) { // the 1st, 2nd, 4th, 8th …
            LOG.warn("totals cannot be read, trying again ({} times so far)", failures, cause);
        }
        refreshes.forEach(refresh -> refresh.done.tryFail(cause));
        refreshes.clear();
    }

    private void over(Read read) {
        running[read.contest] = null;
        inFlight--;
    }

    private void settle() {
        refreshes.removeIf(refresh -> refresh.missing.isEmpty() && refresh.done.tryComplete());
    }
}
