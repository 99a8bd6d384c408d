package org.shomar.aggregator.command;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.Digest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description =
                "Sends packets one by one and prints each answer; exit 1 unless all are stored.")
final class PacketSendCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "INGEST",
            description = "such as https://127.0.0.1:8443")
    private URI to;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM certificate to trust; without it a loopback address is trusted as it is")
    private @Nullable Path certificate;

    @Option(names = "--json", description = "the answers as they came, one a line")
    private boolean json;

    @Option(
            names = "--receipts",
            paramLabel = "DIR",
            description = "saves the receipt of each packet as DIR/<packet id>.tlog-proof")
    private @Nullable Path receipts;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "packets; - is standard input")
    private List<Path> files;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            PacketSender sender = new PacketSender(vertx, to, certificate);
            boolean stored = true;
            for (Path file : files) {
                PacketSender.Reply reply = sender.send(Definitions.read(file))
                        .recover(lost -> Future.failedFuture(explained(file, lost)))
                        .await();
                JsonObject answer = answer(file, reply);
                System.out.println(json ? reply.body() : file + ": " + sentence(reply, answer));
                stored &= reply.stored();
                if (receipts != null && reply.stored()) {
                    save(answer, receipts);
                }
            }
            return stored ? Exit.OK : Exit.NO;
        } finally {
            vertx.close().await(5, TimeUnit.SECONDS);
        }
    }

    /// What broke the way to the server is no bug of this command; a certificate that does not
    /// fit is not mended by sending again.
    private static Throwable explained(Path file, Throwable lost) {
        boolean noAnswer = lost instanceof VertxException
                || lost instanceof TimeoutException
                || lost instanceof IOException && !(lost instanceof SSLException);
        return noAnswer ? again(file, "no answer: " + lost.getMessage(), "پاسخی نیامد") : lost;
    }

    /// The answer's members; a proxy in between may answer something else.
    private static JsonObject answer(Path file, PacketSender.Reply reply) {
        try {
            if (Json.decodeValue(reply.body()) instanceof JsonObject body && isFit(reply, body)) {
                return body;
            }
        } catch (DecodeException noJson) {
            // as unfit as other JSON
        }
        throw again(
                file,
                "the answer, status " + reply.status() + ", is not one of Shomar's",
                "پاسخ (‎" + reply.status() + "‎) از شمار نیست");
    }

    private static boolean isFit(PacketSender.Reply reply, JsonObject body) {
        return reply.stored()
                ? body.getValue("packet") instanceof String id
                        && Digest.parse(id).isPresent()
                        && body.getValue("seq") instanceof Number
                : body.getValue("code") instanceof String;
    }

    private static StopException again(Path file, String what, String whatFa) {
        return StopException.usage(file + ": " + what
                + "; whether the packet is stored is not known. Send the same file again: however"
                + " often it is sent, it counts once\nshomar: ‎" + file + "‎: " + whatFa
                + "؛ روشن نیست که بسته ثبت شده باشد. همین پرونده را دوباره بفرستید: هر چند بار که"
                + " فرستاده شود، یک بار شمرده می‌شود");
    }

    private static void save(JsonObject answer, Path folder) {
        String receipt = answer.getString("receipt");
        if (receipt == null) {
            throw new StopException(
                    Exit.NO, "the server gave no receipt of packet " + answer.getString("packet"));
        }
        Path file = folder.resolve(answer.getString("packet") + ".tlog-proof");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, receipt);
        } catch (IOException e) {
            throw StopException.usage("cannot write " + file + ": " + e.getMessage());
        }
    }

    private static String sentence(PacketSender.Reply reply, JsonObject body) {
        return reply.stored()
                ? (reply.status() == 201 ? "stored" : "stored before") + ", "
                        + body.getString("state") + ", seq " + body.getLong("seq") + ", packet "
                        + body.getString("packet")
                : "refused, " + reply.status() + " " + body.getString("code") + ": "
                        + body.getString("detail");
    }
}
