package org.shomar.aggregator.tally;

import io.vertx.core.Future;

import org.shomar.aggregator.ledger.Entry;

import java.util.List;
import java.util.Map;

/// What the tally reads from the ledger to catch up. Each method is the one of the same
/// name of [org.shomar.aggregator.ledger.Ledger].
public interface LedgerReader {
    Future<Long> head();

    Future<Map<Integer, Long>> contestHeads();

    Future<List<Entry>> entriesAfter(long seq, int limit);

    Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit);
}
