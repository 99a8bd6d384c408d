package org.shomar.aggregator;

import io.vertx.core.Future;

import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.tally.LedgerReader;

import java.util.List;
import java.util.Map;

/// What the tally reads of the ledger.
record Reading(Ledger ledger) implements LedgerReader {
    @Override
    public Future<Long> head() {
        return ledger.head();
    }

    @Override
    public Future<Map<Integer, Long>> contestHeads() {
        return ledger.contestHeads();
    }

    @Override
    public Future<List<Entry>> entriesAfter(long seq, int limit) {
        return ledger.entriesAfter(seq, limit);
    }

    @Override
    public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        return ledger.contestEntries(contest, fromContestSeq, limit);
    }
}
