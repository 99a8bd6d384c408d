package org.shomar.aggregator.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.Signature;
import org.shomar.aggregator.packet.SignedPacket;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints a packet as JSON; exit 1 when its bytes are malformed. Verifies no signature.")
final class PacketShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the packet; - is standard input")
    private Path file;

    @Override
    public Integer call() {
        return switch (PacketCodec.decode(Definitions.read(file))) {
            case Decoded.Malformed malformed -> {
                System.err.println(
                        "malformed at byte " + malformed.offset() + ": " + malformed.reason());
                yield Exit.NO;
            }
            case Decoded.Packet packet -> {
                System.out.println(json(packet.signed()).encodePrettily());
                yield Exit.OK;
            }
        };
    }

    private static JsonObject json(SignedPacket signed) {
        JsonArray signers = new JsonArray();
        for (Signature signature : signed.signatures()) {
            signers.add(signature.role() == null ? "any key of the branch" : signature.role());
        }
        return new JsonObject()
                .put("id", signed.id().toString())
                .put("leafHash", signed.leafHash().toString())
                .put("bytes", signed.message().length)
                .put("signers", signers)
                .put("packet", PacketJson.write(signed.packet()));
    }
}
