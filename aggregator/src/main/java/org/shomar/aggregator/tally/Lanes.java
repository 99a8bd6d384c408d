package org.shomar.aggregator.tally;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The way of fresh entries into the tallies: a lane for each contest, with one run on its
/// way and the entries behind it joined into the next. Lives on one event loop.
///
/// Whatever is dropped here is in the ledger, and [CatchUp] brings it.
final class Lanes {
    static final int RUN_ENTRIES_MAX = 256;
    static final int WAITING_ENTRIES_MAX = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final TallyCluster cluster;
    private final Progress progress;
    private final Map<Integer, Lane> lanes = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /// Who hears how the runs fare.
    interface Progress {
        void merged(int contest, long head);

        /// The tally lacks an entry; the lane stands still until [Lanes#resume].
        void behind(int contest, long from);
    }

    private static final class Lane {
        final ArrayDeque<Counted> entries = new ArrayDeque<>();
        boolean busy;
        boolean behind;
        boolean failing;
    }

    Lanes(TallyCluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /// Takes committed entries of a contest, in order; drops them when too many wait.
    void offer(int contest, List<Counted> entries) {
        if (waiting.get() + entries.size() > WAITING_ENTRIES_MAX) {
            return;
        }
        waiting.addAndGet(entries.size());
        Lane lane = lanes.computeIfAbsent(contest, c -> new Lane());
        lane.entries.addAll(entries);
        send(contest, lane);
    }

    /// Sets a lane going again that was behind.
    void resume(int contest) {
        Lane lane = lanes.get(contest);
        if (lane != null && lane.behind) {
            lane.behind = false;
            send(contest, lane);
        }
    }

    /// Entries that are not in the totals yet, as far as this member knows. Any thread.
    int waiting() {
        return waiting.get();
    }

    private void send(int contest, Lane lane) {
        if (lane.busy || lane.behind || lane.entries.isEmpty()) {
            return;
        }
        lane.busy = true;
        List<Counted> run = new ArrayList<>(Math.min(lane.entries.size(), RUN_ENTRIES_MAX));
        while (!lane.entries.isEmpty() && run.size() < RUN_ENTRIES_MAX) {
            run.add(lane.entries.remove());
        }
        cluster.merge(contest, run).onComplete(answer -> {
            waiting.addAndGet(-run.size());
            if (answer.succeeded()) {
                lane.failing = false;
                arrived(contest, lane, answer.result());
            } else {
                failed(contest, lane, answer.cause());
            }
        });
    }

    private void arrived(int contest, Lane lane, Merged merged) {
        lane.busy = false;
        progress.merged(contest, merged.head());
        switch (merged) {
            case Merged.UpTo _ -> send(contest, lane);
            case Merged.Behind behind -> {
                lane.behind = true;
                progress.behind(contest, behind.from());
            }
        }
    }

    private void failed(int contest, Lane lane, Throwable cause) {
        if (!lane.failing) {
            lane.failing = true;
            LOG.error("a run of contest {} was not merged; the ledger has it", contest, cause);
        }
        waiting.addAndGet(-lane.entries.size());
        lane.entries.clear();
        lane.busy = false;
    }
}
