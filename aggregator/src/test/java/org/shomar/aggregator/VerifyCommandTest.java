package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.audit.AuditFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Goal: an auditor at a terminal gets a clear yes, or a no that names the leaf and the
/// reason, in Persian and English; and exit codes for scripts.
///
/// Method: the command line as the process calls it, over a night in files and on a small web
/// server.
class VerifyCommandTest {
    private final AuditFolder files;
    private final Path folder;

    VerifyCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.files = AuditFolder.write(folder, 2);
    }

    private Shell.Result verify(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "verify";
        arguments[1] = "--election=" + files.file("election.json");
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Shell.run(arguments);
    }

    private Shell.Result verifyTiles(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--tiles=" + files.log();
        arguments[1] = "--log-key=" + files.logKey();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return verify(arguments);
    }

    @Test
    void agreesWithAnHonestFolder() {
        Shell.Result result = verifyTiles("--witness=" + files.witnessKey());
        assertThat(result.exit()).as(result.errors()).isZero();
        assertThat(result.output())
                .contains("everything agrees: " + files.entries() + " entries")
                .contains("همه‌چیز با دفتر می‌خواند");
    }

    @Test
    void namesTheLeafAndTheReason() throws IOException {
        Path tile = files.log().resolve("tile/0/000");
        byte[] hashes = Files.readAllBytes(tile);
        hashes[32 * 9]++;
        Files.write(tile, hashes);
        Shell.Result text = verifyTiles();
        assertThat(text.exit()).isEqualTo(1);
        assertThat(text.output()).contains("A-203 leaf 9 (seq 10)").contains("با برگی که برای آن");
        Shell.Result json = verifyTiles("--json");
        assertThat(json.exit()).isEqualTo(1);
        JsonObject report = new JsonObject(json.output());
        assertThat(report.getBoolean("sound")).isFalse();
        JsonArray differences = report.getJsonArray("differences");
        assertThat(differences).hasSize(1);
        assertThat(differences.getJsonObject(0).getString("code")).isEqualTo("A-203");
        assertThat(differences.getJsonObject(0).getLong("leaf")).isEqualTo(9);
    }

    @Test
    void comparesWithTheServerAndWithWhatItSawBefore() throws IOException {
        HttpServer server = files.serve();
        try {
            String address = "--public=" + AuditFolder.address(server);
            String state = "--state=" + folder.resolve("seen");
            Shell.Result first = verify(address, state);
            assertThat(first.exit()).as(first.output() + first.errors()).isZero();
            assertThat(first.errors()).contains("taken from the server itself: " + files.logKey());
            assertThat(folder.resolve("seen.leaves")).exists();
            Shell.Result followed =
                    verify(address, state, "--follow", "--looks=2", "--every-seconds=0");
            assertThat(followed.exit())
                    .as(followed.output() + followed.errors())
                    .isZero();
            assertThat(followed.output())
                    .contains(files.entries() + " entries (+0), 0 diff")
                    .doesNotContain("not compared");
            files.showOneVoteMore();
            Shell.Result wrong = verify(address, state);
            assertThat(wrong.exit()).isEqualTo(1);
            assertThat(wrong.output()).contains("A-404 v1/contests/1 votes[0]: expected ");
            Shell.Result alarmed = verify(address, "--follow", "--looks=2", "--every-seconds=0");
            assertThat(alarmed.exit()).isEqualTo(1);
            assertThat(alarmed.errors()).contains("ALARM A-404 v1/contests/1 votes[0]");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void waitsForALogThatIsAMomentBehindWhatWasAnswered() throws IOException {
        String answers = "--answers=" + files.file("answer.json");
        String logKey = "--log-key=" + files.logKey();
        HttpServer server = files.serve();
        try {
            String address = "--public=" + AuditFolder.address(server);
            files.publishLate(3);
            Shell.Result once = verify(address, logKey, answers);
            assertThat(once.exit()).as(once.output() + once.errors()).isZero();
            files.publishLate(3);
            Shell.Result hasty =
                    verify(address, logKey, answers, "--follow", "--looks=1", "--every-seconds=0");
            assertThat(hasty.exit()).as(hasty.output()).isEqualTo(2);
            assertThat(hasty.errors()).contains("newer than the log").contains("تازه‌ترند");
            assertThat(hasty.output())
                    .contains("not compared: v1/progress was not asked for: the log grew")
                    .contains("سنجیده نشد: ‎v1/progress‎ خواسته نشد");
            Shell.Result followed =
                    verify(address, logKey, answers, "--follow", "--looks=5", "--every-seconds=0");
            assertThat(followed.exit())
                    .as(followed.output() + followed.errors())
                    .isZero();
            files.publishLate(1_000);
            Shell.Result never = verify(address, logKey, answers, "--settle-seconds=0");
            assertThat(never.exit()).isEqualTo(1);
            assertThat(never.output()).contains("A-504");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatNeverAnswersIsNeverVerified() {
        Shell.Result nobody = verify(
                "--public=http://127.0.0.1:1",
                "--log-key=" + files.logKey(),
                "--follow",
                "--looks=2",
                "--every-seconds=0");
        assertThat(nobody.exit()).isEqualTo(2);
        assertThat(nobody.errors()).contains("nothing was verified").contains("وارسی نشد");
    }

    @Test
    void checksAReceiptOrASavedAnswer() {
        for (String saved : new String[] {"receipt.txt", "answer.json"}) {
            Shell.Result proved = receipt(saved, "packet.cose", files.logKey());
            assertThat(proved.exit()).as(proved.errors()).isZero();
            assertThat(proved.output())
                    .contains("is its entry " + (AuditFolder.LEAF + 1) + " of " + files.entries())
                    .contains("ثابت شد");
        }
        Shell.Result other = receipt("receipt.txt", "election.json", files.logKey());
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.output()).contains("A-302");
        Shell.Result otherKey = receipt("receipt.txt", "packet.cose", files.witnessKey());
        assertThat(otherKey.exit()).isEqualTo(1);
        assertThat(otherKey.output()).contains("A-502");
        assertThat(receipt("receipt.txt", "packet.cose", "key").exit()).isEqualTo(2);
        assertThat(receipt("nothing.txt", "packet.cose", files.logKey()).exit()).isEqualTo(2);
    }

    private Shell.Result receipt(String receipt, String packet, String key) {
        return Shell.run(
                "verify",
                "--receipt=" + files.file(receipt),
                "--packet=" + files.file(packet),
                "--log-key=" + key);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(Shell.run("verify").exit()).isEqualTo(2);
        Shell.Result noKey = verify("--tiles=" + files.log());
        assertThat(noKey.exit()).isEqualTo(2);
        assertThat(noKey.errors()).contains("--log-key is missing");
        Shell.Result noElection =
                Shell.run("verify", "--tiles=" + files.log(), "--log-key=" + files.logKey());
        assertThat(noElection.exit()).isEqualTo(2);
        assertThat(noElection.errors()).contains("--election");
        Shell.Result nobody = verify("--public=http://127.0.0.1:1", "--log-key=" + files.logKey());
        assertThat(nobody.exit()).isEqualTo(2);
        assertThat(nobody.errors()).contains("cannot be read");
    }
}
