package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.BatchCommit.Ended;
import org.shomar.aggregator.ledger.EntryQueue.Waiting;
import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Commits in groups: whatever arrives while one transaction runs shares the next.
///
/// Whose turn it is, and what each entry is answered; [BatchCommit] does the transaction.
/// Entries come from any thread; everything else belongs to one event loop. A batch that
/// certainly was not committed goes back to the front and is tried again until its entries
/// have waited for `waitMillisMax`.
final class GroupCommit extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /// How late the leaves of other nodes may be on a node that commits nothing itself.
    private static final int FOLLOW_MILLIS = 1_000;

    /// How often what waited too long is looked for, as a part of `waitMillisMax`.
    private static final int SWEEPS_PER_WAIT = 10;

    private final LedgerConfig config;
    private final KeptSession session;
    private final BatchCommit batches;
    private final EntryQueue entries;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean closing;

    /// Set for ever by a fault that leaves what is in memory unsure.
    private volatile boolean broken;

    private boolean committing;
    private long sweepTimer;
    private long followTimer;
    private volatile RoundTrips roundTrips = (lookupNanos, writeNanos) -> {};

    GroupCommit(
            LedgerConfig config,
            Database database,
            Leaves leaves,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.config = config;
        this.session = new KeptSession(database, config.waitMillisMax() / 2, random, this::next);
        this.batches = new BatchCommit(
                config.waitMillisMax(),
                leaves,
                nanoTime,
                random,
                task -> context.runOnContext(here -> task.run()),
                this::breakDown);
        this.entries = new EntryQueue(config.entriesWaitingMax(), nanoTime);
    }

    @Override
    public Future<?> start() {
        int sweepMillis = config.waitMillisMax() / SWEEPS_PER_WAIT;
        sweepTimer = vertx.setPeriodic(sweepMillis, tick -> {
            batches.giveUpOnSilence();
            giveUpOnTheOldest();
        });
        followTimer = vertx.setPeriodic(FOLLOW_MILLIS, tick -> followOthers());
        return session.open(vertx, batches::follow);
    }

    /// Commits what waits; what cannot be committed is answered as not stored after
    /// `waitMillisMax`.
    @Override
    public Future<?> stop() {
        closing = true;
        next();
        return drained.future().compose(done -> {
            vertx.cancelTimer(sweepTimer);
            vertx.cancelTimer(followTimer);
            return session.close();
        });
    }

    int waiting() {
        return entries.size();
    }

    /// Whether there is a connection to commit on. Any thread.
    boolean connected() {
        return session.current() != null;
    }

    /// Whether a fault of this process stopped it for ever. Any thread.
    boolean broken() {
        return broken;
    }

    /// From any thread.
    Future<Map<Integer, Long>> contestHeads() {
        Promise<Map<Integer, Long>> answer = Promise.promise();
        context.runOnContext(asked -> {
            if (connected()) {
                answer.complete(batches.contestHeads());
            } else {
                answer.fail("no connection to PostgreSQL, so nobody knows what others stored");
            }
        });
        return answer.future();
    }

    /// Where a packet may stand, as far as this node followed. From any thread.
    Candidates candidates(Digest packet) {
        return batches.candidates(packet);
    }

    void onRoundTrips(RoundTrips listener) {
        roundTrips = listener;
    }

    /// From any thread. The future completes on the event loop.
    Future<Appended> append(Offered entry) {
        Promise<Appended> answer = Promise.promise();
        if (closing || broken || !entries.offer(entry, answer)) {
            return Future.succeededFuture(new Appended.Full());
        }
        if (!woken.get() && woken.compareAndSet(false, true)) {
            context.runOnContext(woke -> next());
        }
        return answer.future();
    }

    private void next() {
        woken.set(false);
        entries.takeIn();
        if (broken || drained.future().isComplete()) {
            entries.refuseAll(); // came in while the ledger closed
        }
        Session open = session.current();
        if (!committing && !entries.isEmpty() && open != null) {
            commit(open, entries.takeBatch(config.entriesPerCommitMax()));
        }
        if (closing && !committing && entries.isEmpty()) {
            drained.tryComplete();
        }
        if (committing) {
            woken.set(true); // the end of the commit asks again; to wake this loop costs a call
        }
    }

    private void commit(Session open, List<Waiting> batch) {
        committing = true;
        batches.commit(open, batch.stream().map(Waiting::offered).toList())
                .onFailure(fault -> stopOn(fault, batch))
                .onSuccess(ended -> finish(open, batch, ended));
    }

    /// Whatever this throws stops the ledger: nobody would go on with the batch, and it would
    /// hold up all others for ever.
    private void finish(Session open, List<Waiting> batch, Ended ended) {
        try {
            switch (ended) {
                case Ended.Committed done -> {
                    answer(batch, done.answers());
                    roundTrips.took(done.lookupNanos(), done.writeNanos());
                }
                case Ended.NothingToWrite known -> answer(batch, known.answers());
                case Ended.NotCommitted not -> tryAgain(open, batch, not.fault());
                case Ended.Unknown unknown -> unknown(open, batch);
            }
        } catch (RuntimeException | Error fault) {
            stopOn(fault, batch);
        }
    }

    /// PostgreSQL gets the next batch before this one is answered, so that it works meanwhile.
    private void answer(List<Waiting> batch, List<Appended> answers) {
        committing = false;
        next();
        for (int i = 0; i < batch.size(); i++) {
            entries.complete(batch.get(i), answers.get(i));
        }
    }

    private void unknown(Session open, List<Waiting> batch) {
        LOG.warn("lost PostgreSQL while committing {} entries: outcome unknown", batch.size());
        committing = false;
        session.lost(open);
        batch.forEach(one -> entries.complete(one, new Appended.OutcomeUnknown()));
        next();
    }

    private void tryAgain(Session open, List<Waiting> batch, @Nullable Throwable fault) {
        LOG.warn("{} entries not committed, trying again", batch.size(), fault);
        committing = false;
        entries.putBack(batch);
        session.lost(open);
        giveUpOnTheOldest();
    }

    private void giveUpOnTheOldest() {
        entries.refuseOlderThan(TimeUnit.MILLISECONDS.toNanos(config.waitMillisMax()));
        next();
    }

    /// Between commits: what other nodes stored.
    private void followOthers() {
        Session open = session.current();
        if (committing || open == null) {
            return;
        }
        committing = true;
        batches.follow(open)
                .onFailure(fault -> {
                    LOG.warn("the leaves of other nodes cannot be read", fault);
                    session.lost(open);
                })
                .onComplete(followed -> {
                    committing = false;
                    next();
                });
    }

    /// A fault of this process: what is under way may be stored or not.
    private void stopOn(Throwable fault, List<Waiting> batch) {
        LOG.error("entries could not be decided or taken over", fault);
        breakDown();
        committing = false;
        batch.forEach(one -> entries.complete(one, new Appended.OutcomeUnknown()));
        next();
    }

    /// What is in memory may not be what is stored, so nothing is decided by it any more:
    /// what comes is not stored. The connection, with the head's lock, is given back to the
    /// other nodes.
    private void breakDown() {
        LOG.error("the ledger of this node stops for ever; restart the node");
        broken = true;
        session.close();
    }
}
