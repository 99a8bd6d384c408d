package org.shomar.aggregator.tally;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.shomar.aggregator.ledger.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// Brings the tallies up with the ledger: all of them at start, then each that fell behind.
/// Lives on one event loop; one contest at a time is read.
///
/// A tally counts as fallen behind when it lacks what the ledger had at the comparison
/// before, so that entries on their way are not read for nothing.
final class CatchUp {
    static final int PAGE_ENTRIES = 1_024;

    /// In so many comparisons every tally is asked at least once.
    private static final int ROUNDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final Vertx vertx;
    private final Loop loop;
    private final TallyCluster cluster;
    private final LedgerReader ledger;
    private final Function<Entry, Counted> decoder;
    private final Changes changes;
    private final IntConsumer caughtUp;
    private final long periodMillis;

    private final Map<Integer, Long> wanted = new LinkedHashMap<>();
    private Map<Integer, Long> headsBefore = Map.of();
    private final AtomicLong brought = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile int behind;
    private int round;
    private boolean working;
    private boolean failing;
    private boolean closed;

    /// @param caughtUp told the number of a contest after each try to bring it up
    CatchUp(
            Vertx vertx,
            Loop loop,
            TallyCluster cluster,
            LedgerReader ledger,
            Function<Entry, Counted> decoder,
            Changes changes,
            IntConsumer caughtUp,
            long periodMillis) {
        this.vertx = vertx;
        this.loop = loop;
        this.cluster = cluster;
        this.ledger = ledger;
        this.decoder = decoder;
        this.changes = changes;
        this.caughtUp = caughtUp;
        this.periodMillis = periodMillis;
    }

    /// Succeeds when everything that the ledger holds now is in the totals; then goes on
    /// comparing.
    Future<Void> start() {
        return loop.on(ledger.head())
                .compose(head -> loop.on(ledger.contestHeads()).compose(heads -> {
                    headsBefore = heads;
                    return tallies()
                            .compose(tallies -> isCold(tallies)
                                    ? new FirstFold(loop, cluster, ledger, decoder, this::merged)
                                            .upTo(head)
                                            .compose(v -> tallies())
                                    : Future.succeededFuture(tallies));
                }))
                .compose(tallies -> {
                    List<Integer> behind = headsBefore.keySet().stream()
                            .filter(contest -> lacks(contest, tallies))
                            .toList();
                    return bringAll(behind, tallies);
                })
                .onSuccess(v -> again());
    }

    /// A tally said that it lacks entries from this `contest_seq` on.
    void behind(int contest, long from) {
        wanted.merge(contest, from, Math::min);
        work();
    }

    void close() {
        closed = true;
    }

    /// Contests that wait to be brought up. Any thread, as the next two.
    int behind() {
        return behind;
    }

    /// Entries merged by this so far.
    long brought() {
        return brought.get();
    }

    /// What went wrong so far, and was tried again.
    long failures() {
        return failures.get();
    }

    private void again() {
        vertx.setTimer(periodMillis, timer -> compare());
    }

    private void compare() {
        if (closed) {
            return;
        }
        Future.succeededFuture()
                .compose(v -> loop.on(ledger.contestHeads()))
                .compose(heads -> cluster.heads(toAsk(heads.keySet())).map(tallies -> {
                    tallies.forEach(changes::seen);
                    tallies.forEach((contest, head) -> {
                        if (lacks(contest, tallies) && cluster.owns(contest)) {
                            wanted.merge(contest, head + 1, Math::min);
                        }
                    });
                    headsBefore = heads;
                    return wanted.isEmpty();
                }))
                .onComplete(answer -> {
                    if (answer.failed()) {
                        failed(answer.cause());
                    } else if (answer.result()) {
                        failing = false;
                    }
                    work();
                    again();
                });
    }

    /// Contests whose tally, as far as known here, lacks something; and every time another
    /// share of all of them, as a tally may also be lost with its member. Asking all of a
    /// country's 4,000 each time cost a tenth of a core.
    private Set<Integer> toAsk(Set<Integer> contests) {
        round = (round + 1) % ROUNDS;
        return contests.stream()
                .filter(contest -> contest % ROUNDS == round
                        || changes.head(contest) < headsBefore.getOrDefault(contest, 0L))
                .collect(Collectors.toSet());
    }

    private void work() {
        behind = wanted.size() + (working ? 1 : 0);
        if (working || closed || wanted.isEmpty()) {
            return;
        }
        working = true;
        var next = wanted.entrySet().iterator().next();
        int contest = next.getKey();
        long from = next.getValue();
        wanted.remove(contest);
        bring(contest, from).onComplete(answer -> {
            working = false;
            if (answer.failed()) {
                failed(answer.cause());
            }
            caughtUp.accept(contest);
            work();
        });
    }

    private void failed(Throwable cause) {
        failures.incrementAndGet();
        if (!failing && !closed) {
            failing = true;
            LOG.error("the tallies cannot be brought up with the ledger; trying on", cause);
        }
    }

    private Future<Void> bringAll(List<Integer> contests, Map<Integer, Long> tallies) {
        var left = contests.iterator();
        return loop.repeat(() -> {
            if (!left.hasNext()) {
                return Future.succeededFuture(false);
            }
            int contest = left.next();
            return bring(contest, tallies.getOrDefault(contest, 0L) + 1).map(true);
        });
    }

    /// Applies a contest's entries from a `contest_seq` to the end of the ledger.
    private Future<Void> bring(int contest, long from) {
        AtomicLong next = new AtomicLong(from);
        return loop.repeat(() -> loop.on(ledger.contestEntries(contest, next.get(), PAGE_ENTRIES))
                .compose(page -> {
                    if (page.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    if (page.getFirst().contestSeq() != next.get()) {
                        return Future.failedFuture(new IllegalStateException(
                                "the ledger was asked for contest_seq " + next.get()
                                        + " of contest " + contest + ", but gave "
                                        + page.getFirst().contestSeq() + " first"));
                    }
                    return mergeAll(contest, page.stream().map(decoder).toList())
                            .map(merged -> {
                                next.set(merged.head() + 1);
                                return page.size() == PAGE_ENTRIES;
                            });
                }));
    }

    private Future<Merged> mergeAll(int contest, List<Counted> entries) {
        int size = Math.min(entries.size(), Lanes.RUN_ENTRIES_MAX);
        List<Counted> run = List.copyOf(entries.subList(0, size));
        List<Counted> rest = entries.subList(size, entries.size());
        return cluster.merge(contest, run).compose(merged -> {
            merged(contest, merged, run.size());
            return switch (merged) {
                case Merged.Behind _ -> Future.succeededFuture(merged);
                case Merged.UpTo _ ->
                    rest.isEmpty() ? Future.succeededFuture(merged) : mergeAll(contest, rest);
            };
        });
    }

    private void merged(int contest, Merged merged, int entries) {
        changes.merged(contest, merged.head());
        brought.addAndGet(merged instanceof Merged.UpTo ? entries : 0);
    }

    private Future<Map<Integer, Long>> tallies() {
        return cluster.heads(headsBefore.keySet()).onSuccess(heads -> heads.forEach(changes::seen));
    }

    private boolean lacks(int contest, Map<Integer, Long> tallies) {
        return tallies.getOrDefault(contest, 0L) < headsBefore.getOrDefault(contest, 0L);
    }

    private static boolean isCold(Map<Integer, Long> tallies) {
        return tallies.values().stream().allMatch(head -> head == 0);
    }
}
