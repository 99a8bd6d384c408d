package org.shomar.aggregator.tally;

import io.vertx.core.Future;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.fold.Fixture;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.packet.Digest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A ledger in memory; what is in it is committed.
final class MemoryLedger implements LedgerReader {
    private final List<Fixture.Stored> stored = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final AtomicInteger readsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger contestReads = new AtomicInteger();

    MemoryLedger(List<Fixture.Stored> stored) {
        this.stored.addAll(stored);
    }

    void commit(List<Fixture.Stored> entries) {
        stored.addAll(entries);
    }

    /// The next reads fail.
    void failNext(int reads) {
        failuresLeft.set(reads);
    }

    /// All reads fail but the next few.
    void failAfter(int reads) {
        readsLeft.set(reads);
    }

    /// Reads of one contest so far.
    int contestReads() {
        return contestReads.get();
    }

    /// The decoder for its entries.
    Counted decode(Entry entry) {
        return stored.get((int) entry.seq() - 2).counted();
    }

    @Override
    public Future<Long> head() {
        return answer((long) stored.size() + 1);
    }

    @Override
    public Future<Map<Integer, Long>> contestHeads() {
        Map<Integer, Long> heads = new HashMap<>();
        stored.forEach(
                entry -> heads.merge(entry.contest(), entry.counted().contestSeq(), Math::max));
        return answer(heads);
    }

    @Override
    public Future<List<Entry>> entriesAfter(long seq, int limit) {
        return answer(entries(
                stored.stream().filter(entry -> entry.counted().seq() > seq).limit(limit)));
    }

    @Override
    public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        contestReads.incrementAndGet();
        return answer(entries(stored.stream()
                .filter(entry -> entry.contest() == contest)
                .filter(entry -> entry.counted().contestSeq() >= fromContestSeq)
                .limit(limit)));
    }

    private <T> Future<T> answer(T value) {
        boolean fails = failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                || readsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        return fails ? Future.failedFuture("the database is away") : Future.succeededFuture(value);
    }

    private static List<Entry> entries(Stream<Fixture.Stored> entries) {
        return entries.map(MemoryLedger::entry).toList();
    }

    private static Entry entry(Fixture.Stored stored) {
        Counted counted = stored.counted();
        return new Entry(
                counted.seq(),
                stored.contest(),
                counted.contestSeq(),
                counted.state(),
                counted.packet(),
                Digest.sha256(counted.packet().bytes()),
                new byte[0]);
    }
}
