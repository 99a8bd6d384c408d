package org.shomar.aggregator.tally;

import io.vertx.core.Vertx;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The way of fresh entries into the tallies: a lane for each contest, whose entries keep
/// their order. What waits in the lanes of one member's contests flies there together, a run
/// of each lane. What comes meanwhile, or within [#FLIGHT_MILLIS] of the last departure, waits
/// for the next: with one packet a commit, flights would be as many as commits. Lives on one
/// event loop; only [#offer] and [#waiting] may be called from any thread.
///
/// Whatever is dropped here is in the ledger, and [CatchUp] brings it.
final class Lanes {
    static final int RUN_ENTRIES_MAX = 256;
    static final int FLIGHT_ENTRIES_MAX = 4_096;
    static final int WAITING_ENTRIES_MAX = 65_536;

    /// From one departure to the next, at least. What it adds to a total's age is little
    /// beside the feed's tick.
    static final int FLIGHT_MILLIS = 5;

    private static final UUID NOBODY = new UUID(0, 0);

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Vertx vertx;
    private final Executor loop;
    private final TallyCluster cluster;
    private final Progress progress;

    /// Offered, and not in a lane yet.
    private final Queue<Map<Integer, List<Counted>>> arriving = new ConcurrentLinkedQueue<>();

    /// Whether the loop will look at what arrives without being told.
    private final AtomicBoolean expected = new AtomicBoolean();

    private final Map<Integer, Lane> lanes = new HashMap<>();

    /// Contests whose lane has entries that may go.
    private final Set<Integer> ready = new LinkedHashSet<>();

    /// Members to whom a flight is on its way.
    private final Set<UUID> flying = new HashSet<>();

    private final AtomicInteger waiting = new AtomicInteger();

    /// A departure was less than [#FLIGHT_MILLIS] ago.
    private boolean justLeft;

    private boolean closed;

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

        boolean ready() {
            return !busy && !behind && !entries.isEmpty();
        }

        List<Counted> take(int max) {
            List<Counted> run = new ArrayList<>(Math.min(entries.size(), max));
            while (!entries.isEmpty() && run.size() < max) {
                run.add(entries.remove());
            }
            return run;
        }
    }

    Lanes(Vertx vertx, Executor loop, TallyCluster cluster, Progress progress) {
        this.vertx = vertx;
        this.loop = loop;
        this.cluster = cluster;
        this.progress = progress;
    }

    /// Takes committed entries by contest, in order; drops what would make too many wait. Any
    /// thread, the entries of a contest one call after the other.
    void offer(Map<Integer, List<Counted>> entries) {
        int count = entries.values().stream().mapToInt(List::size).sum();
        if (waiting.get() + count > WAITING_ENTRIES_MAX) {
            return;
        }
        waiting.addAndGet(count);
        arriving.add(entries);
        if (!expected.get() && expected.compareAndSet(false, true)) {
            loop.execute(this::send); // to wake this loop costs a call
        }
    }

    private void takeIn() {
        expected.set(false);
        Map<Integer, List<Counted>> next = arriving.poll();
        while (next != null) {
            next.forEach((contest, entries) -> {
                Lane lane = lane(contest);
                lane.entries.addAll(entries);
                again(contest, lane);
            });
            next = arriving.poll();
        }
    }

    /// Sets a lane going again that was behind.
    void resume(int contest) {
        Lane lane = lanes.get(contest);
        if (lane != null && lane.behind) {
            lane.behind = false;
            again(contest, lane);
            send();
        }
    }

    private void again(int contest, Lane lane) {
        if (lane.ready()) {
            ready.add(contest);
        }
    }

    /// Entries that are not in the totals yet, as far as this member knows. Any thread.
    int waiting() {
        return waiting.get();
    }

    /// Sends nothing more: this member leaves, and the ledger has everything.
    void close() {
        closed = true;
    }

    /// A flight for each member to whom none is on its way.
    private void send() {
        if (justLeft) {
            return;
        }
        takeIn();
        if (closed || ready.isEmpty() || cluster.alone() && !flying.isEmpty()) {
            return;
        }
        Map<UUID, Flight> flights = new HashMap<>();
        ready.removeIf(contest -> {
            UUID owner = Objects.requireNonNullElse(cluster.owner(contest), NOBODY);
            return !flying.contains(owner)
                    && flights.computeIfAbsent(owner, Flight::new).boards(contest);
        });
        if (!flights.isEmpty()) {
            pause(); // before the start, which may fail at once and ask for the next departure
            flights.values().forEach(Flight::start);
        }
    }

    private void pause() {
        justLeft = true;
        expected.set(true);
        vertx.setTimer(FLIGHT_MILLIS, over -> {
            justLeft = false;
            send();
        });
    }

    /// What goes to one member.
    private final class Flight {
        private final UUID owner;
        private final Map<Integer, List<Counted>> runs = new HashMap<>();
        private int entries;

        Flight(UUID owner) {
            this.owner = owner;
        }

        boolean boards(int contest) {
            if (entries >= FLIGHT_ENTRIES_MAX) {
                return false;
            }
            Lane lane = lane(contest);
            lane.busy = true;
            List<Counted> run = lane.take(RUN_ENTRIES_MAX);
            runs.put(contest, run);
            entries += run.size();
            return true;
        }

        void start() {
            flying.add(owner);
            cluster.merge(runs).onComplete(answer -> {
                flying.remove(owner);
                Map<Integer, Merged> all = answer.succeeded() ? answer.result() : Map.of();
                runs.forEach((contest, run) -> {
                    Merged merged = all.get(contest);
                    if (merged == null) {
                        alone(contest, run);
                    } else {
                        waiting.addAndGet(-run.size());
                        arrived(contest, lane(contest), merged);
                    }
                });
                send();
            });
        }

        /// What fails together is tried alone, so that one fault stops one contest.
        private void alone(int contest, List<Counted> run) {
            if (closed) {
                return;
            }
            cluster.merge(contest, run).onComplete(answer -> {
                waiting.addAndGet(-run.size());
                if (answer.succeeded()) {
                    arrived(contest, lane(contest), answer.result());
                } else {
                    failed(contest, lane(contest), answer.cause());
                }
                send();
            });
        }
    }

    private Lane lane(int contest) {
        return lanes.computeIfAbsent(contest, c -> new Lane());
    }

    private void arrived(int contest, Lane lane, Merged merged) {
        lane.busy = false;
        lane.failing = false;
        progress.merged(contest, merged.head());
        switch (merged) {
            case Merged.UpTo _ -> again(contest, lane);
            case Merged.Behind behind -> {
                lane.behind = true;
                progress.behind(contest, behind.from());
            }
        }
    }

    private void failed(int contest, Lane lane, Throwable cause) {
        if (!lane.failing && !closed) {
            lane.failing = true;
            LOG.error("a run of contest {} was not merged; the ledger has it", contest, cause);
        }
        waiting.addAndGet(-lane.entries.size());
        lane.entries.clear();
        lane.busy = false;
    }
}
