package org.shomar.aggregator;

import io.vertx.core.Future;

import org.shomar.aggregator.feed.TotalsSource;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.tally.History;
import org.shomar.aggregator.tally.Tally;

import java.util.Optional;

/// What the feed reads of the tally, and of the ledger for disputes.
record Totalling(Tally tally, History history) implements TotalsSource {
    @Override
    public Future<Totals> totals(int contest) {
        return tally.totals(contest);
    }

    @Override
    public Future<Optional<Totals>> totalsAt(int contest, long seq) {
        return history.totalsAt(contest, seq);
    }

    @Override
    public Future<BranchStates> branches(int contest) {
        return tally.branches(contest);
    }
}
