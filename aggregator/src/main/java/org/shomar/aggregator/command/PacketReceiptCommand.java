package org.shomar.aggregator.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.UnfitTextException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description = "Prints the receipt in a saved answer, as text or as a QR code; exit 1 when"
                + " there is none, or it is too large for a code. Verifies nothing: the page"
                + " /verify does.")
final class PacketReceiptCommand implements Callable<Integer> {
    @Option(names = "--qr", description = "a QR code for the terminal, and a line on its size")
    private boolean qr;

    @Option(names = "--png", paramLabel = "OUT", description = "writes the QR code as a PNG image")
    private @Nullable Path png;

    @Parameters(
            paramLabel = "FILE",
            description = "an answer of the ingress (JSON), or a receipt; - is standard input")
    private Path file;

    @Override
    public Integer call() {
        String text = receipt(new String(Definitions.read(file), UTF_8));
        if (!qr && png == null) {
            System.out.print(text);
            return Exit.OK;
        }
        QrCode code = QrCode.of(text)
                .orElseThrow(() -> new StopException(
                        Exit.NO,
                        "the receipt has " + text.getBytes(UTF_8).length + " bytes; a QR code"
                                + " holds " + QrCode.BYTES_MAX + ". Hand it over as a file."));
        if (qr) {
            System.out.print(code.terminal());
        }
        if (png != null) {
            write(code, png);
        }
        System.out.println(code.bytes() + " bytes, QR version " + code.version() + ", correction "
                + code.level() + ", " + code.side() + " columns wide");
        return Exit.OK;
    }

    private static String receipt(String given) {
        String text = given.strip();
        try {
            if (text.startsWith("{")) {
                String member = new JsonObject(text).getString("receipt");
                if (member == null) {
                    throw new StopException(Exit.NO, "the answer has no receipt");
                }
                text = member.strip();
            }
            return Receipt.parse(text + "\n").toString();
        } catch (UnfitTextException | DecodeException | ClassCastException unfit) {
            throw new StopException(Exit.NO, "this is no receipt: " + unfit.getMessage());
        }
    }

    private static void write(QrCode code, Path file) {
        try {
            code.writePng(file);
        } catch (IOException e) {
            throw StopException.usage("cannot write " + file + ": " + e.getMessage());
        }
    }
}
