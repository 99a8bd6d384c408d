package org.shomar.aggregator.witness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.witness.WitnessState.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Optional;

/// One witness, as the log sees it: one request at a time, a rest after each failure, and a
/// standing that says whether a round waits for it. Lives on one event loop.
final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final Vertx vertx;
    private final WitnessAddress address;
    private final WitnessConfig config;
    private final InstantSource clock;
    private final Exchange exchange;

    private volatile WitnessState state;
    private boolean asking;
    private boolean resting;
    private long restMillis;
    private @Nullable Signed last;

    /// A cosignature and the text that it is of.
    private record Signed(String text, NoteSignature cosignature) {}

    /// A question that is under way.
    ///
    /// @param answer the cosignature, or empty; never fails
    /// @param over   done when the answer is there, or need not be waited for any longer
    record Asked(Future<Optional<NoteSignature>> answer, Future<Void> over) {
        static Asked answered(Optional<NoteSignature> answer) {
            return new Asked(Future.succeededFuture(answer), Future.succeededFuture());
        }
    }

    Peer(Vertx vertx, WitnessAddress address, WitnessConfig config, InstantSource clock) {
        this.vertx = vertx;
        this.address = address;
        this.config = config;
        this.clock = clock;
        this.exchange = new Exchange(vertx, address.url(), config.askMillisMax());
        this.restMillis = config.restMillisMin();
        this.state = new WitnessState(
                address.key().name(),
                address.url().toString(),
                Standing.NEW,
                clock.instant(),
                0,
                "");
    }

    /// May be read from any thread.
    WitnessState state() {
        return state;
    }

    /// Asks for a cosignature, unless the witness rests or still has the last question.
    Asked ask(Proposal proposal) {
        Signed known = last;
        if (known != null && known.text().equals(proposal.note().text())) {
            return Asked.answered(Optional.of(known.cosignature()));
        }
        if (asking || resting) {
            return Asked.answered(Optional.empty());
        }
        asking = true;
        Promise<Void> over = Promise.promise();
        if (!isWaitedFor()) {
            over.complete();
        }
        long timer = vertx.setTimer(config.witnessMillisMax(), late -> {
            if (isWaitedFor()) {
                turn(Standing.LATE, "no answer within " + config.witnessMillisMax() + " ms");
            }
            over.tryComplete();
        });
        long held = state.size();
        Future<Optional<NoteSignature>> answer = attempt(
                        proposal, held <= proposal.size() ? held : 0, WitnessConfig.ATTEMPTS_MAX)
                .recover(fault -> Future.succeededFuture(new Outcome.Failed(text(fault))))
                .map(outcome -> {
                    asking = false;
                    boolean inTime = vertx.cancelTimer(timer);
                    return settle(outcome, proposal.note(), proposal.size(), inTime);
                });
        answer.onComplete(settled -> over.tryComplete());
        return new Asked(answer, over.future());
    }

    private Future<Outcome> attempt(Proposal proposal, long oldSize, int attempts) {
        return exchange.post(proposal.from(oldSize)).compose(answer -> {
            Outcome outcome = Outcome.of(
                    answer,
                    oldSize,
                    proposal.size(),
                    proposal.ownSizeMax(),
                    proposal.note(),
                    address.key());
            return outcome instanceof Outcome.Holds(long held) && attempts > 1
                    ? attempt(proposal, held, attempts - 1)
                    : Future.succeededFuture(outcome);
        });
    }

    /// The size of the checkpoint that the witness holds, without adding one that it does not
    /// hold: the request says that the witness is where this checkpoint is. Empty when it
    /// cannot be asked.
    Future<Optional<Long>> look(Proposal proposal) {
        if (asking) {
            return Future.succeededFuture(Optional.empty());
        }
        asking = true;
        long size = proposal.size();
        return exchange.post(proposal.from(size))
                .map(answer -> Outcome.of(
                        answer, size, size, proposal.ownSizeMax(), proposal.note(), address.key()))
                .recover(fault -> Future.succeededFuture(new Outcome.Failed(text(fault))))
                .map(outcome -> {
                    asking = false;
                    settle(outcome, proposal.note(), size, true);
                    return outcome instanceof Outcome.Failed
                            ? Optional.empty()
                            : Optional.of(state.size());
                });
    }

    private Optional<NoteSignature> settle(Outcome outcome, Note note, long size, boolean inTime) {
        switch (outcome) {
            case Outcome.Cosigned(NoteSignature cosignature) -> {
                last = new Signed(note.text(), cosignature);
                restMillis = config.restMillisMin();
                holds(size);
                if (inTime) {
                    turn(Standing.OK, "");
                } else if (state.standing() == Standing.FORKED) {
                    turn(Standing.LATE, "it cosigns again, but slowly");
                }
                return Optional.of(cosignature);
            }
            case Outcome.Holds(long held) -> holds(held);
            case Outcome.Ahead(long held) -> holds(held);
            case Outcome.Forked(long held, String reason) -> {
                holds(held);
                turn(Standing.FORKED, reason);
                rest();
            }
            case Outcome.Failed(String reason) -> {
                if (state.standing() != Standing.FORKED) {
                    turn(Standing.LATE, reason);
                }
                rest();
            }
        }
        return Optional.empty();
    }

    private boolean isWaitedFor() {
        return state.standing() == Standing.NEW || state.standing() == Standing.OK;
    }

    private void rest() {
        resting = true;
        vertx.setTimer(restMillis, rested -> resting = false);
        restMillis = Math.min(2 * restMillis, config.restMillisMax());
    }

    private void holds(long size) {
        WitnessState now = state;
        state = new WitnessState(
                now.name(), now.url(), now.standing(), now.since(), size, now.reason());
    }

    /// Changes the standing, and says so once.
    private void turn(Standing next, String reason) {
        WitnessState now = state;
        if (now.standing() == next) {
            return;
        }
        state = new WitnessState(now.name(), now.url(), next, clock.instant(), now.size(), reason);
        switch (next) {
            case NEW, OK -> LOG.info("Witness {} cosigns", now.name());
            case LATE ->
                LOG.warn(
                        "ALARM: witness {} at {} is late: {}. Checkpoints are published without it",
                        now.name(),
                        now.url(),
                        reason);
            case FORKED ->
                LOG.error(
                        "ALARM: witness {} at {} has seen a larger or another log: {}",
                        now.name(),
                        now.url(),
                        reason);
        }
    }

    private static String text(Throwable fault) {
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    Future<Void> close() {
        return exchange.close();
    }
}
