package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ledger.Admission.Decided;
import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Takes a batch through PostgreSQL: decides what is new in it, writes that, and commits.
///
/// Belongs to the event loop of [GroupCommit], which gives it one batch at a time. What it
/// decided is neither remembered nor told before PostgreSQL answered COMMIT.
final class BatchCommit {
    private final long answerNanosMax;
    private final Leaves leaves;
    private final LongSupplier nanoTime;
    private final Executor loop;
    private final Heads heads;
    private final Follower follower;

    /// Whether nobody else seems to write: then a batch of new entries needs no question.
    private boolean alone = true;

    /// What PostgreSQL was last asked. One question at a time, so that none needs a timer.
    private Asked asked = new Asked(Promise.promise(), 0);

    /// @param answer complete as soon as PostgreSQL has answered, or is given up on
    private record Asked(Promise<?> answer, long sinceNanos) {}

    /// How a batch ended.
    sealed interface Ended {
        /// Durable, and the answers true.
        ///
        /// @param lookupNanos until it was known what the ledger holds; 0 if not asked
        /// @param writeNanos  until PostgreSQL answered COMMIT
        record Committed(List<Appended> answers, long lookupNanos, long writeNanos)
                implements Ended {}

        /// Nothing had to be written: the answers are true already.
        record NothingToWrite(List<Appended> answers) implements Ended {}

        /// Nothing of the batch was committed: COMMIT was not sent, or PostgreSQL refused
        /// what came before it.
        ///
        /// @param fault null when PostgreSQL refused
        record NotCommitted(@Nullable Throwable fault) implements Ended {}

        /// The connection was lost, or silent for too long, with COMMIT under way.
        record Unknown() implements Ended {}
    }

    /// @param answerMillisMax how long PostgreSQL may take for an answer, as [#giveUpOnSilence]
    ///                        sees it
    /// @param loop            runs a task on the event loop
    /// @param broken          told when entries of others were taken over in part
    BatchCommit(
            int answerMillisMax,
            Leaves leaves,
            LongSupplier nanoTime,
            RandomGenerator random,
            Executor loop,
            Runnable broken) {
        this.answerNanosMax = TimeUnit.MILLISECONDS.toNanos(answerMillisMax);
        this.leaves = leaves;
        this.nanoTime = nanoTime;
        this.loop = loop;
        this.heads = new Heads(random);
        this.follower = new Follower(heads, leaves, broken);
    }

    /// A copy of the last `contest_seq` of every contest that has entries.
    Map<Integer, Long> contestHeads() {
        return heads.contests();
    }

    /// Where a packet may stand, as far as this node followed. Any thread.
    Candidates candidates(Digest packet) {
        return heads.candidates(packet);
    }

    /// Takes over what other nodes stored.
    Future<Void> follow(Session open) {
        return follower.takeAll(seq -> inTime(open.after(seq)));
    }

    /// Ends on the event loop. Fails on a fault of this process, before or after the entries
    /// were stored: it can no longer be trusted to say which.
    Future<Ended> commit(Session open, List<Offered> entries) {
        try {
            return decideOrAsk(open, entries);
        } catch (RuntimeException | Error fault) {
            return Future.failedFuture(fault);
        }
    }

    private Future<Ended> decideOrAsk(Session open, List<Offered> entries) {
        List<Verdict.Storable> asked = entries.stream()
                .map(Offered::entry)
                .filter(entry -> !alone || heads.reached(entry))
                .toList();
        if (alone && asked.isEmpty()) {
            Decided decided = Admission.decide(entries, heads, Map.of());
            if (decided.allNew()) {
                long beginNanos = nanoTime.getAsLong();
                Future<Session.Outcome> ended = open.commitAtOnce(decided.added(), heads.seq());
                return end(open, entries, decided, ended, 0, beginNanos);
            }
        }
        return ask(open, entries, asked);
    }

    private Future<Ended> ask(Session open, List<Offered> entries, List<Verdict.Storable> asked) {
        long beginNanos = nanoTime.getAsLong();
        return inTime(open.begin(asked, heads.seq()))
                .map(begun -> decide(begun, entries))
                .transform(decided -> decided.failed()
                        ? Future.succeededFuture(new Ended.NotCommitted(decided.cause()))
                        : decided.result()
                                .map(all -> {
                                    long lookupNanos = nanoTime.getAsLong() - beginNanos;
                                    return write(open, entries, all, lookupNanos);
                                })
                                .orElseGet(() -> followFirst(open, entries)));
    }

    /// Empty when entries of other nodes have to be known first.
    private Optional<Decided> decide(Session.Begun begun, List<Offered> entries) {
        requireNotRewound(begun.head());
        boolean wasAlone = alone;
        alone = begun.next().size() == 0;
        follower.take(begun.next());
        if (alone && heads.seq() < begun.head()) {
            throw new IllegalStateException(
                    "the ledger's head is " + begun.head() + " but its last entry " + heads.seq());
        }
        return heads.seq() < begun.head() || wasAlone && !alone
                ? Optional.empty()
                : Optional.of(Admission.decide(entries, heads, begun.stored()));
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
    private Future<Ended> followFirst(Session open, List<Offered> entries) {
        open.release();
        return follow(open)
                .transform(followed -> followed.failed()
                        ? Future.succeededFuture(new Ended.NotCommitted(followed.cause()))
                        : commit(open, entries));
    }

    private Future<Ended> write(
            Session open, List<Offered> entries, Decided decided, long lookupNanos) {
        if (decided.nothingToWrite()) {
            open.release();
            return Future.succeededFuture(new Ended.NothingToWrite(decided.answers()));
        }
        Future<Session.Outcome> ended = open.commit(decided, heads.seq());
        return end(open, entries, decided, ended, lookupNanos, nanoTime.getAsLong());
    }

    private Future<Ended> end(
            Session open,
            List<Offered> entries,
            Decided decided,
            Future<Session.Outcome> ended,
            long lookupNanos,
            long beginNanos) {
        return inTime(ended)
                .otherwise(Session.Outcome.UNKNOWN)
                .compose(outcome -> switch (outcome) {
                    case COMMITTED -> {
                        long writeNanos = nanoTime.getAsLong() - beginNanos;
                        takeOver(decided.added());
                        yield Future.succeededFuture(
                                new Ended.Committed(decided.answers(), lookupNanos, writeNanos));
                    }
                    case HEAD_MOVED -> {
                        alone = false;
                        yield commit(open, entries);
                    }
                    case NOT_COMMITTED -> Future.succeededFuture(new Ended.NotCommitted(null));
                    case UNKNOWN -> Future.succeededFuture(new Ended.Unknown());
                });
    }

    private void takeOver(List<Committed> added) {
        if (!added.isEmpty()) {
            added.forEach(heads::add);
            leaves.committed(added);
        }
    }

    /// The same, in time or failed, and on this event loop.
    private <T> Future<T> inTime(Future<T> answer) {
        Promise<T> promise = Promise.promise();
        asked = new Asked(promise, nanoTime.getAsLong());
        answer.onComplete(done -> loop.execute(() -> {
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                promise.tryFail(done.cause());
            }
        }));
        return promise.future();
    }

    /// Fails what PostgreSQL was asked too long ago. To be called now and then, on the event
    /// loop.
    void giveUpOnSilence() {
        if (nanoTime.getAsLong() - asked.sinceNanos() > answerNanosMax) {
            asked.answer().tryFail("PostgreSQL did not answer in time");
        }
    }
}
