package org.shomar.aggregator;

import io.vertx.core.Future;

import org.shomar.aggregator.ingress.Answer;
import org.shomar.aggregator.ingress.Intake;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.verify.Verdict;
import org.shomar.aggregator.verify.Verifier;

import java.util.Optional;

/// The life of a packet, top to bottom: decoded, verified, stored, answered; counted; shown.
final class Pipeline implements Intake {
    private final Verifier verifier;
    private final Ledger ledger;
    private final int entriesWaitingMax;
    private final Stages stages;

    Pipeline(Verifier verifier, Ledger ledger, int entriesWaitingMax, Stages stages) {
        this.verifier = verifier;
        this.ledger = ledger;
        this.entriesWaitingMax = entriesWaitingMax;
        this.stages = stages;
    }

    @Override
    public Future<Answer> take(byte[] message, long receivedNanos) {
        long wholeNanos = System.nanoTime();
        stages.ingress(wholeNanos - receivedNanos);
        return switch (PacketCodec.decode(message)) {
            case Decoded.Malformed malformed ->
                refuse(Problem.MALFORMED, "byte " + malformed.offset() + ": " + malformed.reason());
            case Decoded.Packet decoded -> {
                Verdict verdict = verifier.verify(decoded.signed());
                stages.verify(System.nanoTime() - wholeNanos);
                yield judged(verdict, receivedNanos);
            }
        };
    }

    private Future<Answer> judged(Verdict verdict, long receivedNanos) {
        return switch (verdict) {
            case Verdict.Refused refused ->
                refuse(Problem.of(refused.refusal().code()).orElseThrow(), refused.detail());
            case Verdict.Storable storable -> {
                long judgedNanos = System.nanoTime();
                stages.judged(storable, receivedNanos);
                yield ledger.append(storable)
                        .onFailure(bug -> stages.forget(storable))
                        .map(appended -> {
                            stages.decided(storable, appended, judgedNanos, receivedNanos);
                            return answered(appended);
                        });
            }
        };
    }

    private static Answer answered(Appended appended) {
        return switch (appended) {
            case Appended.Stored stored ->
                new Answer.Accepted(stored.first(), Bodies.accepted(stored));
            case Appended.Conflict conflict -> Bodies.conflict(conflict);
            case Appended.Full full ->
                new Answer.Refused(Problem.OVERLOADED, "too many packets wait to be stored");
            case Appended.OutcomeUnknown unknown ->
                new Answer.Refused(
                        Problem.OUTCOME_UNKNOWN,
                        "the database was lost while the packet was being committed");
        };
    }

    private static Future<Answer> refuse(Problem problem, String detail) {
        return Future.succeededFuture(new Answer.Refused(problem, detail));
    }

    @Override
    public void refused(Problem problem) {
        stages.refused(problem);
    }

    @Override
    public Future<Optional<StoredMessage>> find(String id) {
        return Digest.parse(id)
                .map(packet -> ledger.find(packet).compose(found -> found.map(
                                entry -> ledger.revisions(entry.contest(), entry.branch())
                                        .map(revisions -> Optional.of(new StoredMessage(
                                                entry.message(),
                                                Bodies.current(entry, revisions)))))
                        .orElse(Future.succeededFuture(Optional.empty()))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    @Override
    public boolean overloaded() {
        return ledger.waiting() >= entriesWaitingMax;
    }
}
