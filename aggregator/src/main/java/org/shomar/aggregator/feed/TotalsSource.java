package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;

/// Where the feed reads the present totals of a contest, and of its branches.
public interface TotalsSource {
    Future<Totals> totals(int contest);

    /// Read for each request that asks for it, so far fewer than totals.
    Future<BranchStates> branches(int contest);
}
