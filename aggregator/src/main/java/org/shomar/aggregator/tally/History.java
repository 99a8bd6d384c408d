package org.shomar.aggregator.tally;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.ContestTally;
import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Merged;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.ledger.Entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The totals of a contest as they were, folded again from the ledger and not taken from
/// the cluster: what was shown can be held against what was signed. May be used from any
/// thread.
///
/// A fold reads and decodes the contest's entries up to that moment, a thousand at a time on
/// a worker thread, and holds what a tally holds while it runs: 56 bytes a branch and 4 a
/// count. Nothing here limits how many run at once; who asks does.
public final class History {
    /// Entries read at once, at most 64 MiB of them.
    static final int ENTRIES_PER_READ = 1_000;

    private final Vertx vertx;
    private final Definition definition;
    private final LedgerReader ledger;
    private final Function<Entry, Counted> decoder;

    public History(Vertx vertx, Definition definition, LedgerReader ledger) {
        this(vertx, definition, ledger, EntryDecoder::decode);
    }

    History(
            Vertx vertx,
            Definition definition,
            LedgerReader ledger,
            Function<Entry, Counted> decoder) {
        this.vertx = vertx;
        this.definition = definition;
        this.ledger = ledger;
        this.decoder = decoder;
    }

    /// The totals when `seq` was the ledger's last entry; empty when it has not come so far.
    /// What is answered once is true for ever: entries are committed in order and only added.
    /// Fails when the ledger cannot be read or contradicts the definition.
    ///
    /// @param contest number in the definition
    /// @param seq     0 or more
    public Future<Optional<Totals>> totalsAt(int contest, long seq) {
        return ledger.head()
                .compose(head -> seq > head
                        ? Future.succeededFuture(Optional.empty())
                        : fold(ContestTally.of(definition, contest), seq).map(Optional::of));
    }

    private Future<Totals> fold(ContestTally tally, long seq) {
        return ledger.contestEntries(
                        tally.contest().contest(), tally.contestSeq() + 1, ENTRIES_PER_READ)
                .compose(read -> vertx.executeBlocking(() -> folded(tally, read, seq), false))
                .compose(done ->
                        done.map(Future::succeededFuture).orElseGet(() -> fold(tally, seq)));
    }

    /// Applies a read; gives the totals when nothing more is to come.
    private Optional<Totals> folded(ContestTally tally, List<Entry> read, long seq) {
        List<Counted> run = new ArrayList<>(read.size());
        for (Entry entry : read) {
            if (entry.seq() > seq) {
                break;
            }
            run.add(decoder.apply(entry));
        }
        if (tally.apply(run) instanceof Merged.Behind behind) {
            throw new IllegalStateException("contest " + tally.contest().contest()
                    + ": the ledger lacks the entry with contest_seq " + behind.from());
        }
        boolean ended = run.size() < ENTRIES_PER_READ;
        return ended ? Optional.of(tally.totals()) : Optional.empty();
    }
}
