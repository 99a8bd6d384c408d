package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.shomar.aggregator.ledger.Heads.Following;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.LongFunction;

/// Takes over entries that are in the ledger and not known here: at first all of them, later
/// those of other nodes. Belongs to the event loop of [GroupCommit].
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Heads heads;
    private final Leaves leaves;
    private final Runnable broken;

    /// @param broken told when entries were taken in part, and nothing here can be trusted
    Follower(Heads heads, Leaves leaves, Runnable broken) {
        this.heads = heads;
        this.leaves = leaves;
        this.broken = broken;
    }

    /// Takes entries over until there are no more.
    ///
    /// @param ask for the entries after a sequence number; answers later, on this event loop
    Future<Void> takeAll(LongFunction<Future<Following>> ask) {
        Promise<Void> done = Promise.promise();
        takeOn(ask, ask.apply(heads.seq()), done);
        return done.future();
    }

    private void takeOn(
            LongFunction<Future<Following>> ask, Future<Following> coming, Promise<Void> done) {
        coming.onFailure(done::fail).onSuccess(next -> {
            if (next.size() == 0) {
                done.complete();
                return;
            }
            // While these are taken over, PostgreSQL gathers the next.
            Future<Following> after;
            try {
                after = ask.apply(heads.seq() + next.size());
                take(next);
            } catch (RuntimeException | Error fault) {
                done.fail(fault);
                return;
            }
            takeOn(ask, after, done);
        });
    }

    /// Throws after it told `broken`.
    void take(Following next) {
        try {
            leaves.follow(next.leaves().getBytes());
            heads.add(next);
        } catch (RuntimeException | Error fault) {
            LOG.error("entries of other nodes were not taken over", fault);
            broken.run();
            throw new IllegalStateException("entries were not taken over", fault);
        }
    }
}
