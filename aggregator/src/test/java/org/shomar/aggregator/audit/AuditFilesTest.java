package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Goal: the same log is read alike from a folder and from a web server; what is kept between
/// two audits comes back whole or not at all; a receipt proves its own packet only.
///
/// Method: an honest night written to files, and the JDK's small web server.
class AuditFilesTest {
    private final Path folder;
    private final AuditFolder files;

    AuditFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.files = AuditFolder.write(folder, 5);
    }

    private Auditor auditor(Source source) {
        return new Auditor(
                AuditElection.INSTANCE.definition, source, World.TRUST, World.AT_ONCE, found -> {});
    }

    @Test
    void aFolderAndAWebServerGiveTheSameLog() throws IOException {
        Auditor ofFolder = auditor(Source.folder(files.log()));
        assertThat(ofFolder.extend(Progress.NONE)).isTrue();
        HttpServer server = files.serve();
        try {
            Auditor ofWeb = auditor(Source.web(AuditFolder.address(server)));
            assertThat(ofWeb.extend(Progress.NONE)).isTrue();
            assertThat(ofWeb.verified().orElseThrow().checkpoint())
                    .isEqualTo(ofFolder.verified().orElseThrow().checkpoint());
            assertThat(ofWeb.differences()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnErrorAndNoDifference() {
        Auditor auditor = auditor(Source.web(URI.create("http://127.0.0.1:1")));
        assertThatThrownBy(() -> auditor.extend(Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoint");
        assertThat(auditor.differences()).isEmpty();
    }

    @Test
    void aPartialTileThatIsGoneIsCutOutOfTheFullOne() throws IOException {
        World world = World.of(5);
        int size = world.entries.size();
        byte[] more = world.entries.getLast();
        while (world.entries.size() < 512) {
            world.entries.add(more);
        }
        world.publish();
        byte[] bundle = world.file("tile/entries/001");
        byte[] tile = world.file("tile/0/001");
        world.entries.subList(size, 512).clear();
        world.publish();
        world.files.remove(world.last("tile/entries/001"));
        world.files.remove(world.last("tile/0/001"));
        world.files.put("tile/entries/001", bundle);
        world.files.put("tile/0/001", tile);
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void whatWasSeenComesBackWholeOrNotAtAll() throws IOException {
        Auditor auditor = auditor(Source.folder(files.log()));
        auditor.extend(Progress.NONE);
        Seen seen = auditor.verified().orElseThrow();
        SeenFile file = new SeenFile(folder.resolve("state").resolve("seen"));
        assertThat(file.read()).isEmpty();
        file.write(seen);
        Seen read = file.read().orElseThrow();
        assertThat(read.checkpoint()).isEqualTo(seen.checkpoint());
        assertThat(read.leafHashes()).isEqualTo(seen.leafHashes());
        byte[] other = seen.leafHashes().clone();
        other[100]++;
        Files.write(folder.resolve("state").resolve("seen.leaves"), other);
        assertThatThrownBy(file::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other leaves than its checkpoint");
    }

    @Test
    void aReceiptProvesItsOwnPacketOnly() throws IOException {
        String receipt = Files.readString(files.file("receipt.txt"));
        byte[] packet = Files.readAllBytes(files.file("packet.cose"));
        assertThat(ReceiptAudit.check(receipt, packet, World.LOG.key()))
                .isInstanceOfSatisfying(
                        ReceiptAudit.Outcome.Proved.class,
                        proved -> assertThat(proved.leaf()).isEqualTo(AuditFolder.LEAF));
        World world = World.of(5);
        assertThat(ReceiptAudit.check(receipt, world.entries.get(18), World.LOG.key()))
                .isInstanceOf(ReceiptAudit.Outcome.Wrong.class);
        assertThat(ReceiptAudit.check(receipt, packet, World.WITNESS_1.key()))
                .isInstanceOf(ReceiptAudit.Outcome.Wrong.class);
        assertThat(ReceiptAudit.check("{}", packet, World.LOG.key()))
                .isInstanceOf(ReceiptAudit.Outcome.Wrong.class);
    }

    @Test
    void anAnswerMustSayWhatItsReceiptSays() throws IOException {
        String answer = Files.readString(files.file("answer.json"));
        byte[] packet = Files.readAllBytes(files.file("packet.cose"));
        String id = AuditElection.read(packet).id().toString();
        assertThat(ReceiptAudit.check(answer, packet, World.LOG.key()))
                .isInstanceOf(ReceiptAudit.Outcome.Proved.class);
        for (String lie : new String[] {
            answer.replace("\"seq\":" + (AuditFolder.LEAF + 1), "\"seq\":5"),
            answer.replace(id, Digest.sha256(new byte[1]).toString())
        }) {
            assertThat(lie).isNotEqualTo(answer);
            assertThat(ReceiptAudit.check(lie, packet, World.LOG.key()))
                    .isInstanceOf(ReceiptAudit.Outcome.Wrong.class);
        }
    }
}
