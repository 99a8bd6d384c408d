package org.shomar.aggregator.feed;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The public plane: results over HTTP and WebSocket, and the page. May be used from any
/// thread.
public final class Feed {
    private final Vertx vertx;
    private final Publisher publisher;
    private final Topics topics;
    private final BranchReads branchReads;
    private final Bundles bundles;
    private final Counters counters;
    private final List<Shown> listeners;
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private final List<PublicPlane> planes = new CopyOnWriteArrayList<>();
    private @Nullable Future<Void> closed;

    private Feed(
            Vertx vertx,
            Publisher publisher,
            Topics topics,
            BranchReads branchReads,
            Bundles bundles,
            Counters counters,
            List<Shown> listeners) {
        this.vertx = vertx;
        this.publisher = publisher;
        this.topics = topics;
        this.branchReads = branchReads;
        this.bundles = bundles;
        this.counters = counters;
        this.listeners = listeners;
    }

    /// Reads every contest, then listens: a reader who comes back after a restart finds no
    /// less than before. A contest that cannot be read stands as before its first entry.
    /// Fails when the port cannot be had.
    public static Future<Feed> start(
            Vertx vertx,
            FeedConfig config,
            Definition definition,
            TotalsSource source,
            LogSource log) {
        return start(vertx, config, definition, source, log, InstantSource.system());
    }

    /// @param clock for the time in heartbeats
    static Future<Feed> start(
            Vertx vertx,
            FeedConfig config,
            Definition definition,
            TotalsSource source,
            LogSource log,
            InstantSource clock) {
        List<Shown> listeners = new CopyOnWriteArrayList<>();
        Counters counters = new Counters();
        Publisher publisher = new Publisher(
                definition,
                source,
                config,
                (contest, seq) -> listeners.forEach(each -> each.shown(contest, seq)));
        Topics topics = new Topics(definition);
        BranchReads branchReads = new BranchReads(vertx, definition, source, publisher);
        Bundles bundles = new Bundles(vertx, log);
        Feed feed = new Feed(vertx, publisher, topics, branchReads, bundles, counters, listeners);
        Routes routes =
                new Routes(definition, publisher, topics, source, log, branchReads, bundles);
        return vertx.deployVerticle(publisher)
                .compose(id -> {
                    feed.deployments.add(id);
                    return publisher
                            .refresh()
                            .transform(read -> vertx.deployVerticle(
                                    () -> {
                                        PublicPlane plane = new PublicPlane(
                                                config, routes, topics, publisher, log, clock,
                                                counters);
                                        feed.planes.add(plane);
                                        return plane;
                                    },
                                    new DeploymentOptions().setInstances(config.loops())));
                })
                .onSuccess(feed.deployments::addFirst)
                .map(feed)
                .recover(cause -> feed.close().transform(closed -> Future.failedFuture(cause)));
    }

    /// The port that it listens on.
    public int port() {
        return planes.getFirst().port();
    }

    /// A contest has new totals. They are read and published within a tick; calls in
    /// between add nothing.
    public void changed(int contest) {
        publisher.changed(contest);
    }

    /// Reads every contest and publishes it; fails when one cannot be read (it is tried
    /// again all the same).
    public Future<Void> refresh() {
        return publisher.refresh();
    }

    /// Calls the listener from now on when a contest has been shown.
    public void onShown(Shown listener) {
        listeners.add(listener);
    }

    /// Tells this listener alone, from now on, of every request over HTTP that is over.
    public void onAnswered(Answered listener) {
        counters.answered = listener;
    }

    /// WebSocket connections now.
    public int readers() {
        return counters.readers.get();
    }

    /// HTTP connections now, those that became readers not among them.
    public int connections() {
        return counters.connections.get();
    }

    /// HTTP connections over their bound so far: answered 503, or closed at once.
    public long connectionsRefused() {
        return counters.connectionsRefused.get();
    }

    /// WebSockets over their bound so far, closed with 1013.
    public long readersRefused() {
        return counters.readersRefused.get();
    }

    /// Readers closed with 4000 so far.
    public long slowReadersClosed() {
        return counters.slowReadersClosed.get();
    }

    /// Frames written to readers so far.
    public long framesSent() {
        return counters.framesSent.sum();
    }

    /// Since readers were due a heartbeat, on whichever event loop. Unit: nanoseconds.
    public long heartbeatAgeNanos() {
        return System.nanoTime() - counters.lastBeatNanos.get();
    }

    /// Topics that somebody follows now.
    public int topics() {
        return publisher.topics();
    }

    /// Contests whose totals are being read or wait for it.
    public int readsPending() {
        return publisher.readsPending();
    }

    /// Bytes of encoded results kept for HTTP, at most 64 MiB.
    public long cacheBytes() {
        return publisher.cacheBytes();
    }

    /// Bytes of encoded lists of branches kept for HTTP, at most 64 MiB.
    public long branchBytes() {
        return branchReads.cacheBytes();
    }

    /// Bytes of entry bundles kept for HTTP, at most 32 MiB.
    public long bundleBytes() {
        return bundles.cacheBytes();
    }

    /// Entry bundles that are being read from the ledger or wait for it, at most 258.
    public int bundlesPending() {
        return bundles.pending();
    }

    /// Whether entries may be shown: every contest is published.
    public boolean everythingIsPublished() {
        return topics.everythingIsPublished();
    }

    /// Stops accepting, closes readers with 1001, then stops publishing.
    public synchronized Future<Void> close() {
        Future<Void> done = closed;
        if (done == null) {
            done = Future.succeededFuture();
            for (String deployment : deployments) {
                done = done.transform(before -> vertx.undeploy(deployment));
            }
            closed = done;
        }
        return done;
    }
}
