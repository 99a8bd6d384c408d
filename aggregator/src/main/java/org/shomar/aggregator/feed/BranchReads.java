package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.shomar.aggregator.election.Definition;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Reads the branches of a contest when they are asked for: requests that come while a
/// contest is being read share its answer, and few contests are read at the same time. May
/// be used from any thread.
final class BranchReads {
    /// Contests that may be read at the same time; one more fails at once.
    static final int IN_FLIGHT_MAX = 8;

    static final int READ_SECONDS_MAX = 5;

    private final Definition definition;
    private final TotalsSource source;
    private final BranchContent contents;
    private final Map<Integer, Future<Content>> running = new ConcurrentHashMap<>();

    BranchReads(Definition definition, TotalsSource source) {
        this.definition = definition;
        this.source = source;
        this.contents = new BranchContent(definition);
    }

    /// @param contest index in the definition
    Future<Content> content(int contest) {
        Future<Content> shared = running.get(contest);
        if (shared != null) {
            return shared;
        }
        if (running.size() >= IN_FLIGHT_MAX) {
            return Future.failedFuture("too many reads");
        }
        int number = definition.contests().get(contest).contest();
        Future<Content> read = source.branches(number)
                .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS)
                .map(contents::of);
        running.put(contest, read);
        read.onComplete(done -> running.remove(contest, read));
        return read;
    }
}
