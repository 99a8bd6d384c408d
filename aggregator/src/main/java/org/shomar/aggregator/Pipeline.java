package org.shomar.aggregator;

import io.vertx.core.Future;

import org.shomar.aggregator.ingress.Answer;
import org.shomar.aggregator.ingress.Intake;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Found;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.util.Optional;

/// The life of a packet, top to bottom: decoded, verified, stored, answered; counted; shown.
final class Pipeline implements Intake {
    private final Verifier verifier;
    private final Ledger ledger;
    private final SignedLog log;
    private final int entriesWaitingMax;
    private final Stages stages;

    Pipeline(
            Verifier verifier, Ledger ledger, SignedLog log, int entriesWaitingMax, Stages stages) {
        this.verifier = verifier;
        this.ledger = ledger;
        this.log = log;
        this.entriesWaitingMax = entriesWaitingMax;
        this.stages = stages;
    }

    @Override
    public Future<Answer> take(byte[] message, long receivedNanos, long intendedNanos) {
        long wholeNanos = System.nanoTime();
        stages.ingress(wholeNanos - receivedNanos);
        Optional<String> overload = overload(); // asked before the signature costs anything
        if (overload.isPresent()) {
            return refuse(Problem.OVERLOADED, overload.get());
        }
        return switch (PacketCodec.decode(message)) {
            case Decoded.Malformed malformed ->
                refuse(Problem.MALFORMED, "byte " + malformed.offset() + ": " + malformed.reason());
            case Decoded.Packet decoded -> {
                Verdict verdict = verifier.verify(decoded.signed());
                long judgedNanos = System.nanoTime();
                stages.verify(judgedNanos - wholeNanos);
                yield judged(verdict, intendedNanos, judgedNanos);
            }
        };
    }

    private Future<Answer> judged(Verdict verdict, long intendedNanos, long judgedNanos) {
        return switch (verdict) {
            case Verdict.Refused refused ->
                refuse(Problem.of(refused.refusal().code()).orElseThrow(), refused.detail());
            case Verdict.Storable storable ->
                ledger.append(storable, intendedNanos).compose(appended -> {
                    long decidedNanos = System.nanoTime();
                    stages.decided(appended, judgedNanos, intendedNanos, decidedNanos);
                    return answered(appended, decidedNanos);
                });
        };
    }

    private Future<Answer> answered(Appended appended, long decidedNanos) {
        return switch (appended) {
            case Appended.Stored stored -> proved(stored, decidedNanos);
            case Appended.Conflict conflict -> Future.succeededFuture(Bodies.conflict(conflict));
            case Appended.Full full -> refuse(Problem.OVERLOADED, whyFull());
            case Appended.OutcomeUnknown unknown ->
                refuse(
                        Problem.OUTCOME_UNKNOWN,
                        "the database was lost while the packet was being committed");
        };
    }

    /// A stored packet is answered with its receipt, or not yet.
    private Future<Answer> proved(Appended.Stored stored, long storedNanos) {
        return log.signed(stored.logSize())
                .<Answer>map(signed -> {
                    stages.proved(System.nanoTime() - storedNanos);
                    return new Answer.Accepted(
                            stored.first(), out -> Bodies.append(out, stored, signed));
                })
                .otherwise(fault -> new Answer.Refused(
                        Problem.OUTCOME_UNKNOWN, "the packet's receipt cannot be signed now"));
    }

    private static Future<Answer> refuse(Problem problem, String detail) {
        return Future.succeededFuture(new Answer.Refused(problem, detail));
    }

    @Override
    public void refused(Problem problem, int messages) {
        stages.refused(problem, messages);
    }

    @Override
    public Future<Optional<StoredMessage>> find(String id) {
        return Digest.parse(id)
                .map(packet -> ledger.find(packet).compose(found -> found.map(this::stored)
                        .orElse(Future.succeededFuture(Optional.empty()))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<StoredMessage>> stored(Found found) {
        return log.signed(found.logSize()).compose(signed -> ledger.revisions(
                        found.entry().contest(), found.branch())
                .map(revisions -> Optional.of(new StoredMessage(
                        found.entry().message(), Bodies.current(found, revisions, signed)))));
    }

    @Override
    public Optional<String> overload() {
        return ledger.waiting() < entriesWaitingMax ? Optional.empty() : Optional.of(whyFull());
    }

    private String whyFull() {
        return switch (ledger.state()) {
            case CONNECTED -> "too many packets wait to be stored";
            case DATABASE_AWAY -> "the database is away";
            case STOPPED ->
                "a fault stopped the ledger of this server: look at its log and restart it";
        };
    }
}
