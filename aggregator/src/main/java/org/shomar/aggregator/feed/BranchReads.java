package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.election.Definition;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The branches of a contest, read when they are asked for and not before; about 150 bytes a
/// branch, encoded on a worker thread. The last answer of a contest is kept and shared, slow
/// readers among those who share it, as long as no newer result of it is published; requests
/// that come while it is read share what comes. May be used from any thread.
final class BranchReads {
    /// Contests that may be read at the same time; one more fails at once.
    static final int IN_FLIGHT_MAX = 8;

    static final int READ_SECONDS_MAX = 5;

    /// How long a reader waits, the encoding included.
    static final int WAIT_SECONDS_MAX = 15;

    /// Bytes of encoded answers that are kept.
    static final long CACHE_BYTES_MAX = 64L * 1_024 * 1_024;

    private final Vertx vertx;
    private final Definition definition;
    private final TotalsSource source;
    private final Publisher publisher;
    private final BranchContent contents;
    private final Map<Integer, Future<Content>> running = new ConcurrentHashMap<>();
    private final LatelyUsed<Integer, Kept> cache =
            new LatelyUsed<>(CACHE_BYTES_MAX, kept -> kept.content().bytes());

    /// @param stamp of the totals that were published before it was read, with its own
    ///              sequence
    private record Kept(Stamp stamp, Content content) {
        boolean isNotOlderThan(Stamp published) {
            return stamp.seq() >= published.seq() && stamp.repairs() == published.repairs();
        }
    }

    BranchReads(Vertx vertx, Definition definition, TotalsSource source, Publisher publisher) {
        this.vertx = vertx;
        this.definition = definition;
        this.source = source;
        this.publisher = publisher;
        this.contents = new BranchContent(definition);
    }

    /// @param contest index in the definition
    Future<Content> content(int contest) {
        Stamp published = publisher.stamp(contest);
        Kept kept = cache.get(contest);
        if (kept != null && kept.isNotOlderThan(published)) {
            return Future.succeededFuture(kept.content());
        }
        Future<Content> shared = running.get(contest);
        if (shared != null) {
            return shared;
        }
        if (running.size() >= IN_FLIGHT_MAX) {
            return Future.failedFuture("too many reads");
        }
        Future<Content> read = read(contest, published.repairs());
        running.put(contest, read);
        read.onComplete(done -> running.remove(contest, read));
        return read.timeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /// Bytes of answers kept, at most [#CACHE_BYTES_MAX].
    long cacheBytes() {
        return cache.bytes();
    }

    private Future<Content> read(int contest, long repairs) {
        return source.branches(definition.contests().get(contest).contest())
                .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS)
                .compose(states -> vertx.executeBlocking(
                        () -> {
                            Content made = contents.of(states);
                            cache.put(contest, new Kept(new Stamp(states.seq(), repairs), made));
                            return made;
                        },
                        false));
    }
}
