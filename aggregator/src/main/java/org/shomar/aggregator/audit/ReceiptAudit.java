package org.shomar.aggregator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.UnfitTextException;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Checks one receipt without any network: does it prove that these very bytes are in the log?
public final class ReceiptAudit {
    private ReceiptAudit() {}

    /// The answer of [#check].
    public sealed interface Outcome {
        /// The packet is the entry `leaf` of every log that the checkpoint is of.
        record Proved(long leaf, Digest packet, Checkpoint checkpoint) implements Outcome {}

        record Wrong(Difference difference) implements Outcome {}
    }

    /// @param text   a receipt, or the JSON body of a 200 or 201 that has one
    /// @param packet the whole message
    public static Outcome check(String text, byte[] packet, NoteKey logKey) {
        String receiptText = text;
        Optional<Map<String, Object>> answer = Optional.empty();
        if (text.stripLeading().startsWith("{")) {
            answer = JsonTree.object(text.getBytes(UTF_8));
            if (answer.isEmpty() || !(answer.get().get("receipt") instanceof String inside)) {
                return wrong(Kind.ANSWER_UNFIT, "a member receipt", "another text");
            }
            receiptText = inside;
        }
        if (!(PacketCodec.decode(packet) instanceof Decoded.Packet decoded)) {
            return wrong(Kind.MALFORMED, "a result packet", "other bytes");
        }
        Digest id = decoded.signed().id();
        try {
            Receipt receipt = Receipt.parse(receiptText);
            String fault = receipt.fault(Digest.leafHash(packet), logKey);
            if (fault != null) {
                return new Outcome.Wrong(new Difference(
                        Kind.ANSWER_PROOF, receipt.index(), "", "a proof of packet " + id, fault));
            }
            return answer.flatMap(json -> contradiction(json, id, receipt.index()))
                    .orElse(new Outcome.Proved(
                            receipt.index(),
                            id,
                            Checkpoint.parse(receipt.checkpoint().text())));
        } catch (UnfitTextException unfit) {
            return wrong(
                    Kind.ANSWER_UNFIT,
                    "a receipt",
                    Objects.requireNonNullElse(unfit.getMessage(), "another text"));
        }
    }

    /// An answer may say something else than the receipt in it.
    private static Optional<Outcome> contradiction(
            Map<String, Object> answer, Digest id, long leaf) {
        Object packet = answer.get("packet");
        long seq = JsonTree.number(answer, "seq");
        if (id.toString().equals(packet) && seq == leaf + 1) {
            return Optional.empty();
        }
        return Optional.of(new Outcome.Wrong(new Difference(
                Kind.ANSWER_PROOF,
                leaf,
                "",
                "packet " + id + " at seq " + (leaf + 1),
                "packet " + packet + " at seq " + seq)));
    }

    private static Outcome wrong(Kind kind, String expected, String seen) {
        return new Outcome.Wrong(Difference.in(kind, "", expected, seen));
    }
}
