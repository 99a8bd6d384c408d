package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;

import java.util.Optional;

/// Where the feed reads the present totals of a contest, and of its branches.
public interface TotalsSource {
    Future<Totals> totals(int contest);

    /// The totals of a contest as they were at a place of the ledger, added up again from its
    /// entries; empty when the ledger has not come so far. The same for ever.
    ///
    /// @param seq 0 or more; 0 is before the first entry
    Future<Optional<Totals>> totalsAt(int contest, long seq);

    /// Read when it is asked for, and again only after the totals moved.
    Future<BranchStates> branches(int contest);
}
