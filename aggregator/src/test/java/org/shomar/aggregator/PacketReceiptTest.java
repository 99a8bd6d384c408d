package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Goal: from a stored packet to its receipt on paper, on the command line.
///
/// Method: a whole server; the commands as the process calls them.
class PacketReceiptTest {
    private static final TestElection ELECTION = new TestElection();

    private final Path folder;

    PacketReceiptTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void receiptsAreSavedAndPrinted() throws IOException {
        Path packet = folder.resolve("a.cose");
        RawPacket raw = RawPacket.of(ELECTION, 7, 12, 3, 4);
        Files.write(packet, raw.sign1(TestElection.seed(12)));
        Path receipts = folder.resolve("receipts");
        String answer;
        try (Node node = Node.start(ELECTION.definition)) {
            Shell.Result sent = Shell.run(
                    "packet",
                    "send",
                    "--json",
                    "--to=" + node.client().ingest,
                    "--receipts=" + receipts,
                    packet.toString());
            assertThat(sent.exit()).as(sent.errors()).isZero();
            answer = sent.output();
        }
        String receipt = new JsonObject(answer).getString("receipt");
        Path saved = receipts.resolve(raw.id() + ".tlog-proof");
        assertThat(saved).hasContent(receipt);

        Path file = Files.writeString(folder.resolve("answer.json"), answer);
        assertThat(Shell.run("packet", "receipt", file.toString()).output()).isEqualTo(receipt);
        Shell.Result code = Shell.run("packet", "receipt", "--qr", saved.toString());
        assertThat(code.exit()).as(code.errors()).isZero();
        assertThat(code.output())
                .contains("\u2588", receipt.getBytes(UTF_8).length + " bytes, QR version ");
    }

    @Test
    void whatIsNoReceiptOrTooLargeIsSaid() throws IOException {
        Path note = folder.resolve("no");
        Files.writeString(note, "hello");
        Shell.Result no = Shell.run("packet", "receipt", note.toString());
        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.errors()).contains("this is no receipt", "c2sp.org/tlog-proof@v1");

        Files.writeString(note, "{\"packet\":\"a\"}");
        assertThat(Shell.run("packet", "receipt", note.toString()).errors())
                .contains("the answer has no receipt");

        String hash = "A".repeat(43) + "=\n";
        Files.writeString(
                note,
                "c2sp.org/tlog-proof@v1\nindex 1\n" + hash.repeat(63) + "\nshomar/x\n2\n" + hash
                        + "\n\u2014 shomar/x " + "A".repeat(96) + "\n");
        Shell.Result large = Shell.run("packet", "receipt", "--qr", note.toString());
        assertThat(large.exit()).isEqualTo(1);
        assertThat(large.errors()).contains("bytes; a QR code holds 2952. Hand it over as a file.");
    }
}
