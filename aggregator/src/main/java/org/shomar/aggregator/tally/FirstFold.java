package org.shomar.aggregator.tally;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.shomar.aggregator.ledger.Entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// The fold of a node that begins with empty tallies: the whole ledger, once, in its own
/// order. The next page comes from PostgreSQL while one is decoded, and what several pages
/// brought goes to the cluster together, a run for each contest. Lives on one event loop.
///
/// A tally that did not take its run, because somebody else changed it meanwhile, is for
/// [CatchUp], who compares afterwards.
final class FirstFold {
    /// A page of usual entries is 1 MB; of the largest that can be, 50 MB.
    static final int PAGE_ENTRIES = 2_048;

    /// The longer the runs, the less an entry costs; a country has 4,000 contests.
    static final int GATHERED_ENTRIES = 16_384;

    /// Gathered are counts, not messages, and those are smaller.
    static final int GATHERED_MESSAGE_BYTES = 32 << 20;

    private final Loop loop;
    private final TallyCluster cluster;
    private final LedgerReader ledger;
    private final Function<Entry, Counted> decoder;
    private final Listener listener;
    private Future<List<Entry>> coming = Future.succeededFuture(List.of());
    private Map<Integer, List<Counted>> gathered = new LinkedHashMap<>();
    private Future<Void> merging = Future.succeededFuture();
    private int entries;
    private int messageBytes;

    /// Hears of each run that was offered.
    @FunctionalInterface
    interface Listener {
        void merged(int contest, Merged merged, int entries);
    }

    FirstFold(
            Loop loop,
            TallyCluster cluster,
            LedgerReader ledger,
            Function<Entry, Counted> decoder,
            Listener listener) {
        this.loop = loop;
        this.cluster = cluster;
        this.ledger = ledger;
        this.decoder = decoder;
        this.listener = listener;
    }

    /// Succeeds when every entry up to `head` was offered.
    Future<Void> upTo(long head) {
        coming = after(0);
        return loop.repeat(() -> loop.on(coming).compose(page -> {
                    boolean more = !page.isEmpty() && page.getLast().seq() < head;
                    if (more) {
                        coming = after(page.getLast().seq());
                    }
                    page.forEach(this::gather);
                    boolean enough =
                            entries >= GATHERED_ENTRIES || messageBytes >= GATHERED_MESSAGE_BYTES;
                    return enough || !more ? merge().map(more) : Future.succeededFuture(more);
                }))
                .compose(offered -> merging);
    }

    private Future<List<Entry>> after(long seq) {
        return ledger.entriesAfter(seq, PAGE_ENTRIES);
    }

    private void gather(Entry entry) {
        gathered.computeIfAbsent(entry.contest(), contest -> new ArrayList<>())
                .add(decoder.apply(entry));
        entries++;
        messageBytes += entry.message().length;
    }

    /// What was gathered goes when the one before has arrived, and the next is gathered
    /// meanwhile.
    private Future<Void> merge() {
        Map<Integer, List<Counted>> runs = gathered;
        gathered = new LinkedHashMap<>();
        entries = 0;
        messageBytes = 0;
        Future<Void> before = merging;
        merging = before.compose(arrived -> merge(runs));
        return before;
    }

    private Future<Void> merge(Map<Integer, List<Counted>> runs) {
        return runs.isEmpty()
                ? Future.succeededFuture()
                : cluster.merge(runs)
                        .onSuccess(answers -> runs.forEach((contest, run) -> {
                            Merged merged = Objects.requireNonNull(answers.get(contest));
                            listener.merged(contest, merged, run.size());
                        }))
                        .mapEmpty();
    }
}
