package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.Admission.Decided;
import org.shomar.aggregator.verify.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Commits in groups: whatever arrives while one transaction runs shares the next.
///
/// Entries come from any thread through `handover`; everything else belongs to one event
/// loop. A batch that certainly was not committed goes back to the front and is tried again
/// until its entries have waited for `waitMillisMax`.
final class GroupCommit extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /// How late the leaves of other nodes may be on a node that commits nothing itself.
    private static final int FOLLOW_MILLIS = 1_000;

    /// How often entries that waited too long are looked for, as a part of `waitMillisMax`.
    private static final int SWEEPS_PER_WAIT = 10;

    private final LedgerConfig config;
    private final KeptSession session;
    private final Leaves leaves;
    private final LongSupplier nanoTime;

    private final Queue<Waiting> handover = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closing;

    private final ArrayDeque<Waiting> ready = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private final Heads heads = new Heads();
    private final Follower follower;

    /// Whether nobody else seems to write: then a batch of new entries needs no question.
    private boolean alone = true;

    /// Set for ever by a fault that leaves what is in memory unsure.
    private volatile boolean broken;

    private boolean committing;
    private long sweepTimer;
    private long followTimer;
    private volatile RoundTrips roundTrips = (lookupNanos, writeNanos) -> {};

    private record Waiting(Verdict.Storable entry, Promise<Appended> answer, long sinceNanos) {}

    GroupCommit(
            LedgerConfig config,
            Database database,
            Leaves leaves,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.config = config;
        this.session = new KeptSession(database, config.waitMillisMax() / 2, random, this::next);
        this.leaves = leaves;
        this.follower = new Follower(heads, leaves, this::breakDown);
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        int sweepMillis = config.waitMillisMax() / SWEEPS_PER_WAIT;
        sweepTimer = vertx.setPeriodic(sweepMillis, tick -> giveUpOnTheOldest());
        followTimer = vertx.setPeriodic(FOLLOW_MILLIS, tick -> followOthers());
        return session.open(vertx, this::follow);
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
        return waiting.get();
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
                answer.complete(heads.contests());
            } else {
                answer.fail("no connection to PostgreSQL, so nobody knows what others stored");
            }
        });
        return answer.future();
    }

    void onRoundTrips(RoundTrips listener) {
        roundTrips = listener;
    }

    /// From any thread. The future completes on the event loop.
    Future<Appended> append(Verdict.Storable entry) {
        if (closing || broken) {
            return Future.succeededFuture(new Appended.Full());
        }
        if (waiting.incrementAndGet() > config.entriesWaitingMax()) {
            waiting.decrementAndGet();
            return Future.succeededFuture(new Appended.Full());
        }
        Promise<Appended> answer = Promise.promise();
        handover.add(new Waiting(entry, answer, nanoTime.getAsLong()));
        if (!woken.get() && woken.compareAndSet(false, true)) {
            context.runOnContext(woke -> next());
        }
        return answer.future();
    }

    private void next() {
        woken.set(false);
        for (Waiting one = handover.poll(); one != null; one = handover.poll()) {
            ready.add(one);
        }
        while ((broken || drained.future().isComplete()) && !ready.isEmpty()) {
            complete(ready.remove(), new Appended.Full()); // came in while the ledger closed
        }
        Session open = session.current();
        if (!committing && !ready.isEmpty() && open != null) {
            commit(open, takeBatch());
        }
        if (closing && !committing && ready.isEmpty()) {
            drained.tryComplete();
        }
        if (committing) {
            woken.set(true); // the end of the commit asks again; to wake this loop costs a call
        }
    }

    private List<Waiting> takeBatch() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < config.entriesPerCommitMax() && !ready.isEmpty()) {
            batch.add(ready.remove());
        }
        return batch;
    }

    private void commit(Session open, List<Waiting> batch) {
        committing = true;
        step(batch, () -> decideOrAsk(open, batch));
    }

    /// Does something for a batch. Whatever it throws stops the ledger: nobody would go on
    /// with the batch, and it would hold up all others for ever.
    private void step(List<Waiting> batch, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error fault) {
            stopOn(fault, batch);
        }
    }

    private void decideOrAsk(Session open, List<Waiting> batch) {
        List<Verdict.Storable> entries = batch.stream().map(Waiting::entry).toList();
        List<Verdict.Storable> asked =
                alone ? entries.stream().filter(heads::reached).toList() : entries;
        if (alone && asked.isEmpty()) {
            Decided decided = Admission.decide(entries, heads, Map.of());
            if (decided.allNew()) {
                long beginNanos = nanoTime.getAsLong();
                end(open, batch, decided, open.commitAtOnce(decided, heads.seq()), 0, beginNanos);
                return;
            }
        }
        ask(open, batch, entries, asked);
    }

    private void ask(
            Session open,
            List<Waiting> batch,
            List<Verdict.Storable> entries,
            List<Verdict.Storable> asked) {
        long beginNanos = nanoTime.getAsLong();
        inTime(open.begin(asked, heads.seq()))
                .map(begun -> {
                    requireNotRewound(begun.head());
                    boolean wasAlone = alone;
                    alone = begun.next().size() == 0;
                    follower.take(begun.next());
                    if (alone && heads.seq() < begun.head()) {
                        throw new IllegalStateException("the ledger's head is " + begun.head()
                                + " but its last entry " + heads.seq());
                    }
                    return heads.seq() < begun.head() || wasAlone && !alone
                            ? Optional.<Decided>empty()
                            : Optional.of(Admission.decide(entries, heads, begun.stored()));
                })
                .onFailure(fault -> tryAgain(open, batch, fault))
                .onSuccess(decided -> step(
                        batch,
                        () -> decided.ifPresentOrElse(
                                all -> write(open, batch, all, nanoTime.getAsLong() - beginNanos),
                                () -> followFirst(open, batch))));
    }

    /// The same, in time or failed, and on this event loop: a timer's word comes from another
    /// thread.
    private <T> Future<T> inTime(Future<T> answer) {
        Promise<T> promise = Promise.promise();
        answer.timeout(config.waitMillisMax(), TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(here -> promise.handle(done)));
        return promise.future();
    }

    private void requireNotRewound(long head) {
        if (head < heads.seq()) {
            throw new IllegalStateException("the ledger's head is " + head + " but entry "
                    + heads.seq()
                    + " was committed: this is another database or an old state of it");
        }
    }

    /// Other nodes stored more than one answer brings, or something of which this batch was
    /// not asked about: their entries are fetched with the head's lock given back, so that
    /// nobody waits for it meanwhile.
    private void followFirst(Session open, List<Waiting> batch) {
        open.release();
        follow(open)
                .onFailure(fault -> tryAgain(open, batch, fault))
                .onSuccess(followed -> commit(open, batch));
    }

    private Future<Void> follow(Session open) {
        return follower.takeAll(seq -> inTime(open.after(seq)));
    }

    /// Between commits: what other nodes stored.
    private void followOthers() {
        Session open = session.current();
        if (committing || open == null) {
            return;
        }
        committing = true;
        follow(open)
                .onFailure(fault -> {
                    LOG.warn("the leaves of other nodes cannot be read", fault);
                    session.lost(open);
                })
                .onComplete(followed -> {
                    committing = false;
                    next();
                });
    }

    private void write(Session open, List<Waiting> batch, Decided decided, long lookupNanos) {
        if (decided.nothingToWrite()) {
            open.release();
            answer(batch, decided);
            return;
        }
        Future<Session.Outcome> ended = open.commit(decided, heads.seq());
        end(open, batch, decided, ended, lookupNanos, nanoTime.getAsLong());
    }

    private void end(
            Session open,
            List<Waiting> batch,
            Decided decided,
            Future<Session.Outcome> ended,
            long lookupNanos,
            long writeNanos) {
        inTime(ended)
                .otherwise(Session.Outcome.UNKNOWN)
                .onSuccess(outcome -> step(batch, () -> {
                    switch (outcome) {
                        case COMMITTED -> {
                            long tookNanos = nanoTime.getAsLong() - writeNanos;
                            committed(batch, decided);
                            roundTrips.took(lookupNanos, tookNanos);
                        }
                        case HEAD_MOVED -> {
                            alone = false;
                            commit(open, batch);
                        }
                        case NOT_COMMITTED -> tryAgain(open, batch, null);
                        case UNKNOWN -> unknown(open, batch);
                    }
                }));
    }

    private void committed(List<Waiting> batch, Decided decided) {
        List<Committed> added = decided.added();
        if (!added.isEmpty()) {
            added.forEach(heads::add);
            leaves.committed(added);
        }
        answer(batch, decided);
    }

    private void answer(List<Waiting> batch, Decided decided) {
        committing = false;
        for (int i = 0; i < batch.size(); i++) {
            complete(batch.get(i), decided.answers().get(i));
        }
        next();
    }

    private void unknown(Session open, List<Waiting> batch) {
        LOG.warn("lost PostgreSQL while committing {} entries: outcome unknown", batch.size());
        committing = false;
        session.lost(open);
        batch.forEach(one -> complete(one, new Appended.OutcomeUnknown()));
        next();
    }

    /// Nothing of this batch was committed: COMMIT was not sent, or PostgreSQL refused what
    /// came before it.
    private void tryAgain(Session open, List<Waiting> batch, @Nullable Throwable fault) {
        LOG.warn("{} entries not committed, trying again", batch.size(), fault);
        committing = false;
        batch.reversed().forEach(ready::addFirst);
        session.lost(open);
        giveUpOnTheOldest();
    }

    /// Entries wait in the order they came in, so the oldest is in front.
    private void giveUpOnTheOldest() {
        long now = nanoTime.getAsLong();
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(config.waitMillisMax());
        while (!ready.isEmpty() && now - ready.element().sinceNanos() >= waitNanos) {
            complete(ready.remove(), new Appended.Full());
        }
        next();
    }

    private void complete(Waiting one, Appended answer) {
        if (!one.answer().future().isComplete()) {
            waiting.decrementAndGet();
            one.answer().complete(answer);
        }
    }

    /// A fault of this process, before or after the entries were stored: it can no longer be
    /// trusted to say which.
    private void stopOn(Throwable fault, List<Waiting> batch) {
        LOG.error("entries could not be decided or taken over", fault);
        breakDown();
        committing = false;
        batch.forEach(one -> complete(one, new Appended.OutcomeUnknown()));
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
