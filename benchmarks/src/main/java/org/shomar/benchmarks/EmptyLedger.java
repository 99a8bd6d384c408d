package org.shomar.benchmarks;

import io.vertx.core.Future;

import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.tally.LedgerReader;

import java.util.List;
import java.util.Map;

/// Nothing to catch up with.
final class EmptyLedger implements LedgerReader {
    @Override
    public Future<Long> head() {
        return Future.succeededFuture(0L);
    }

    @Override
    public Future<Map<Integer, Long>> contestHeads() {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<List<Entry>> entriesAfter(long seq, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        return Future.succeededFuture(List.of());
    }
}
