package org.shomar.aggregator.ledger;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The session that commits, and the next one when it was lost. Belongs to one event loop;
/// only [#current] may be called from any thread.
final class KeptSession {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSession.class);

    private static final int RECONNECT_MILLIS_MIN = 20;
    private static final int RECONNECT_MILLIS_MAX = 2_000;

    private final Database database;
    private final int lockMillisMax;
    private final RandomGenerator random;
    private final Runnable onOpened;
    private @Nullable Context context;
    private volatile @Nullable Session session;
    private int reconnectMillis = RECONNECT_MILLIS_MIN;
    private boolean closed;

    /// @param lockMillisMax how long to wait for the ledger's head
    /// @param onOpened      told of each session that may be used
    KeptSession(Database database, int lockMillisMax, RandomGenerator random, Runnable onOpened) {
        this.database = database;
        this.lockMillisMax = lockMillisMax;
        this.random = random;
        this.onOpened = onOpened;
    }

    /// Opens the first one; fails when that fails.
    ///
    /// @param before what is done with it before anybody else may use it
    Future<Void> open(Vertx vertx, Function<Session, Future<Void>> before) {
        context = vertx.getOrCreateContext();
        return Session.open(vertx, database, lockMillisMax)
                .compose(first -> before.apply(first).map(first).onFailure(fault -> first.close()))
                .onSuccess(this::use)
                .mapEmpty();
    }

    /// Null while there is none.
    @Nullable
    Session current() {
        return session;
    }

    /// Leaves a session for ever. Its backend, should it live, is freed of the head's lock by
    /// `idle_in_transaction_session_timeout`.
    void lost(Session left) {
        if (session != left) {
            return;
        }
        session = null;
        left.close();
        openLater();
    }

    Future<Void> close() {
        closed = true;
        Session last = session;
        session = null;
        return last == null ? Future.succeededFuture() : last.close();
    }

    private void use(Session next) {
        session = next;
        reconnectMillis = RECONNECT_MILLIS_MIN;
        next.onClosed(() -> lost(next));
        onOpened.run();
    }

    private void openLater() {
        Context loop = Objects.requireNonNull(context);
        int delayMillis = reconnectMillis / 2 + random.nextInt(reconnectMillis / 2 + 1);
        reconnectMillis = Math.min(2 * reconnectMillis, RECONNECT_MILLIS_MAX);
        loop.owner().setTimer(delayMillis, due -> {
            if (closed) {
                return;
            }
            // A timer's word, that it took too long, comes from another thread.
            Session.open(loop.owner(), database, lockMillisMax)
                    .onComplete(opening -> loop.runOnContext(here -> opened(opening)));
        });
    }

    private void opened(AsyncResult<Session> opening) {
        if (opening.failed()) {
            LOG.warn("no connection to PostgreSQL yet: {}", opening.cause().getMessage());
            openLater();
        } else if (closed) {
            opening.result().close();
        } else {
            use(opening.result());
        }
    }
}
