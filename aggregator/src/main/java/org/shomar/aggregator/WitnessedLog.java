package org.shomar.aggregator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.proof.LogRefusedException;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.Signed;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.witness.WitnessAddress;
import org.shomar.aggregator.witness.WitnessConfig;
import org.shomar.aggregator.witness.WitnessState;
import org.shomar.aggregator.witness.Witnesses;

import java.util.List;
import java.util.Objects;

/// The checkpoint that is published: the newest one when there are no witnesses, else, once a
/// second, the newest with what the witnesses signed of it in time.
final class WitnessedLog {
    /// Between two rounds.
    private static final int ROUND_MILLIS = 1_000;

    private final Vertx vertx;
    private final SignedLog log;
    private final Witnesses witnesses;
    private final boolean alone;
    private volatile Note published;
    private volatile boolean closed;

    private WitnessedLog(Vertx vertx, SignedLog log, Witnesses witnesses, boolean alone) {
        this.vertx = vertx;
        this.log = log;
        this.witnesses = witnesses;
        this.alone = alone;
        this.published = latest().note();
    }

    /// Asks the witnesses what they hold, and begins the rounds. Fails with
    /// [LogRefusedException] when one of them holds more than this log, or another one: then
    /// the database is not the one that they saw.
    ///
    /// @param log started, so that something is signed
    static Future<WitnessedLog> start(Vertx vertx, SignedLog log, List<WitnessAddress> addresses) {
        Witnesses witnesses = Witnesses.of(vertx, addresses, WitnessConfig.DEFAULT);
        WitnessedLog published = new WitnessedLog(vertx, log, witnesses, addresses.isEmpty());
        if (addresses.isEmpty()) {
            return Future.succeededFuture(published);
        }
        Signed now = published.latest();
        return witnesses
                .seen(now.note(), now.tree())
                .compose(seen -> {
                    requireNotAhead(seen, now);
                    return published.round();
                })
                .map(rounds -> published)
                .onFailure(refused -> published.close());
    }

    private static void requireNotAhead(Witnesses.Seen seen, Signed now) {
        if (seen.forked() || seen.size() > now.checkpoint().size()) {
            throw new LogRefusedException("a witness cosigned " + seen.size() + " entries of this"
                    + " log, or other ones; the database has "
                    + now.checkpoint().size()
                    + ": it is older than what was published, or another one. Restore the newest"
                    + " database; if the witness is wrong, start without it");
        }
    }

    private Future<Void> round() {
        Signed newest = latest();
        return witnesses
                .cosign(newest.note(), newest.tree())
                .onSuccess(note -> published = note)
                .<Void>mapEmpty()
                .onComplete(over -> {
                    if (!closed) {
                        vertx.setTimer(ROUND_MILLIS, due -> round());
                    }
                });
    }

    /// What `/checkpoint` answers.
    Note published() {
        return alone ? latest().note() : published;
    }

    /// What is known of each witness.
    List<WitnessState> witnesses() {
        return witnesses.states();
    }

    private Signed latest() {
        return Objects.requireNonNull(log.latest(), "the log is not started");
    }

    Future<Void> close() {
        closed = true;
        return witnesses.close();
    }
}
