package org.shomar.aggregator.tally;

import io.vertx.core.Vertx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Who wants to know which contests moved, on this member and on the others. Lives on one
/// event loop.
///
/// What this member merged is announced to the others once every [#ANNOUNCE_MILLIS], as
/// pairs of contest and `contest_seq`. A lost announcement is made good by [CatchUp], which
/// looks at all heads.
final class Changes {
    private static final long ANNOUNCE_MILLIS = 50;

    private final Vertx vertx;
    private final TallyCluster cluster;
    private final Map<Integer, Long> heads = new HashMap<>();
    private final Set<Integer> unannounced = new LinkedHashSet<>();
    private final List<Moved> listeners = new ArrayList<>();
    private final AtomicLong folded = new AtomicLong();
    private boolean closed;

    Changes(Vertx vertx, TallyCluster cluster, Executor loop) {
        this.vertx = vertx;
        this.cluster = cluster;
        cluster.onAnnounced(message -> loop.execute(() -> announced(message)));
    }

    /// The listener hears of every contest that has entries first, then of each that moves.
    void listen(Moved listener) {
        listeners.add(listener);
        heads.forEach((contest, head) -> {
            if (head > 0) {
                listener.moved(contest, head);
            }
        });
    }

    /// This member merged a run.
    void merged(int contest, long head) {
        tell(contest, head);
        if (unannounced.isEmpty()) {
            vertx.setTimer(ANNOUNCE_MILLIS, timer -> announce());
        }
        unannounced.add(contest);
    }

    /// A comparison found a tally here.
    void seen(int contest, long head) {
        if (heads.getOrDefault(contest, 0L) != head) {
            tell(contest, head);
        }
    }

    /// The last known `contest_seq` of a contest's tally, 0 before any.
    long head(int contest) {
        return heads.getOrDefault(contest, 0L);
    }

    /// The sum of the last known `contest_seq` of all contests.
    long folded() {
        return folded.get();
    }

    /// The cluster is left: nothing is announced to it any more.
    void close() {
        closed = true;
    }

    private void tell(int contest, long head) {
        Long before = heads.put(contest, head);
        folded.addAndGet(head - (before == null ? 0 : before));
        listeners.forEach(listener -> listener.moved(contest, head));
    }

    private void announce() {
        if (!closed && !cluster.alone()) {
            cluster.announce(unannounced.stream()
                    .mapMultiToLong((contest, out) -> {
                        out.accept(contest);
                        out.accept(heads.getOrDefault(contest, 0L));
                    })
                    .toArray());
        }
        unannounced.clear();
    }

    private void announced(long[] message) {
        for (int i = 0; i + 1 < message.length; i += 2) {
            seen((int) message[i], message[i + 1]);
        }
    }
}
