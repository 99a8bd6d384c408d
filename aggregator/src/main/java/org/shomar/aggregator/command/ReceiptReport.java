package org.shomar.aggregator.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.audit.ReceiptAudit;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.NoteKey;

import java.nio.file.Path;

/// Checks one receipt and says what that proves.
///
/// @param asJson one JSON object instead of sentences
record ReceiptReport(boolean asJson) {
    int check(Path receipt, Path packet, NoteKey logKey) {
        String text = new String(Definitions.read(receipt), UTF_8);
        return switch (ReceiptAudit.check(text, Definitions.read(packet), logKey)) {
            case ReceiptAudit.Outcome.Proved proved -> {
                System.out.println(asJson ? json(proved).encode() : sentence(proved));
                yield Exit.OK;
            }
            case ReceiptAudit.Outcome.Wrong wrong -> {
                System.out.println(
                        asJson
                                ? new JsonObject()
                                        .put("proved", false)
                                        .put("difference", VerifyReport.json(wrong.difference()))
                                        .encode()
                                : VerifyReport.lines(wrong.difference()));
                yield Exit.NO;
            }
        };
    }

    private static JsonObject json(ReceiptAudit.Outcome.Proved proved) {
        return new JsonObject()
                .put("proved", true)
                .put("packet", proved.packet().toString())
                .put("leaf", proved.leaf())
                .put("seq", proved.leaf() + 1)
                .put("origin", proved.checkpoint().origin())
                .put("size", proved.checkpoint().size())
                .put("root", Checkpoint.base64(proved.checkpoint().root()));
    }

    private static String sentence(ReceiptAudit.Outcome.Proved proved) {
        long seq = proved.leaf() + 1;
        String origin = proved.checkpoint().origin();
        long size = proved.checkpoint().size();
        return "proved: the log " + origin + " signed that packet " + proved.packet()
                + " is its entry " + seq + " of " + size + ".\n"
                + "It cannot take the packet out, change it or move it without contradicting its"
                + " own signature.\n"
                + "Whether the packet was counted, a whole audit says: verify --public.\n"
                + "ثابت شد: دفتر " + origin + " امضا کرده است که این بسته نوشتهٔ شمارهٔ " + seq
                + " از " + size + " نوشتهٔ آن است.\n"
                + "دفتر نمی‌تواند بسته را بردارد، تغییر دهد یا جابه‌جا کند مگر آن‌که امضای خود را"
                + " نقض کند.\n"
                + "این‌که بسته شمرده شده است یا نه، با وارسی کامل روشن می‌شود: ‎verify --public‎";
    }
}
