package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;

import java.util.Optional;

/// Totals of which the lists of branches have a bug.
record BuggyTotals(TotalsSource sound) implements TotalsSource {
    @Override
    public Future<Totals> totals(int contest) {
        return sound.totals(contest);
    }

    @Override
    public Future<Optional<Totals>> totalsAt(int contest, long seq) {
        return sound.totalsAt(contest, seq);
    }

    @Override
    public Future<BranchStates> branches(int contest) {
        throw new IllegalStateException("a bug, as a test wants it");
    }
}
