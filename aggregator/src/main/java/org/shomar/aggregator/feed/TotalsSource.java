package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.tally.Totals;

/// Where the feed reads the present totals of a contest.
@FunctionalInterface
public interface TotalsSource {
    Future<Totals> totals(int contest);
}
