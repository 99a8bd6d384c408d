package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.witness.TestLog.ORIGIN;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Goal: a newspaper runs a witness with one command, stops it, starts it again, pulls its
/// plug, and it never contradicts itself.
///
/// Method: `witness` as a process, its files and output read, ended by signals.
class WitnessCommandTest {
    private static final TestLog LOG = TestLog.of(ORIGIN, 20_000);
    private static final int KILLS = 2;
    private static final long SIGNED_BEFORE_KILL = 40;

    private final Path folder;
    private final Path data;

    WitnessCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    private WitnessProcess start(String... more) throws IOException {
        String[] all = new String[3 + more.length];
        all[0] = "--data=" + data;
        all[1] = "--port=0";
        all[2] = "--host=127.0.0.1";
        System.arraycopy(more, 0, all, 3, more.length);
        return new WitnessProcess(folder.resolve("log"), all);
    }

    @Test
    void oneCommandMakesAKeySignsAndStopsOnASignal() throws Exception {
        String vkey;
        try (WitnessProcess witness = start("--log=" + LOG.key(), "--name=paper.example/witness")) {
            JsonObject ready = new JsonObject(witness.ready);
            assertThat(ready.fieldNames()).containsExactly("ready", "witness", "vkey");
            assertThat(ready.getBoolean("ready")).isTrue();
            vkey = witness.vkey();
            assertThat(vkey).startsWith("paper.example/witness+");
            Path key = data.resolve("witness.key");
            assertThat(Files.readString(key)).startsWith("PRIVATE+KEY+paper.example/witness+");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            HttpResponse<String> answer = witness.add(LOG.request(0, 7));
            assertThat(answer.statusCode()).isEqualTo(200);
            Note note =
                    LOG.note(7).with(List.of(NoteSignature.parse(answer.body().stripTrailing())));
            assertThat(note.isSignedBy(NoteKey.parse(vkey, TestLog.ED25519))).isTrue();

            try (WitnessProcess second = new WitnessProcess(
                    folder.resolve("log2"), "--log=" + LOG.key(), "--data=" + data, "--port=0")) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.ready).isEmpty();
                assertThat(second.errors())
                        .contains("shomar: another witness is running on the folder " + data);
            }
            witness.terminate();
            assertThat(witness.exitCode()).isZero();
            assertThat(witness.restOfOutput()).isEmpty();
        }
        try (WitnessProcess again = start("--log=" + LOG.key())) {
            assertThat(again.vkey()).isEqualTo(vkey);
            assertThat(again.add(LOG.request(0, 9)).body()).isEqualTo("7\n");
        }
        try (WitnessProcess renamed = start("--log=" + LOG.key(), "--name=another/name")) {
            assertThat(renamed.exitCode()).isEqualTo(2);
            assertThat(renamed.errors()).contains("has the name paper.example/witness");
        }
    }

    @Test
    void aKeyTakenOnTrustIsShownAndKept() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpServer server = Stand.await(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(new JsonObject()
                                .put("origin", ORIGIN)
                                .put("logKey", LOG.key().toString())
                                .encode()))
                .listen(0, "127.0.0.1"));
        String url = "http://127.0.0.1:" + server.actualPort();
        try (WitnessProcess witness = start("--log=" + url + "/")) {
            assertThat(witness.ready).isNotEmpty();
            assertThat(witness.errors())
                    .contains("WARNING")
                    .contains("on trust from " + url)
                    .contains(LOG.key().toString())
                    .contains("هشدار");
            assertThat(witness.add(LOG.request(0, 7)).statusCode()).isEqualTo(200);
        }
        Stand.await(vertx.close());
        try (WitnessProcess again = start("--log=" + url)) {
            assertThat(again.add(LOG.request(7, 9)).statusCode()).isEqualTo(200);
            assertThat(again.errors()).doesNotContain("WARNING");
        }
        try (WitnessProcess other = start("--log=http://127.0.0.1:1")) {
            assertThat(other.exitCode()).isEqualTo(2);
            assertThat(other.errors()).contains("http://127.0.0.1:1/v1/election cannot be read");
        }
    }

    /// After each SIGKILL the witness holds at least what it signed, and no more than it was
    /// asked to.
    @Test
    void aKilledWitnessForgetsNothingThatItSigned() throws Exception {
        AtomicLong signed = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        for (int kill = 0; kill <= KILLS; kill++) {
            try (WitnessProcess witness = start("--log=" + LOG.key())) {
                assertThat(witness.ready).as(witness.errors()).isNotEmpty();
                String told = witness.add(LOG.request(1, 20_000)).body().strip();
                long held = Long.parseLong(told);
                assertThat(held).isBetween(signed.get(), asked.get());
                signed.set(held);
                asked.set(held);
                long enough = held + SIGNED_BEFORE_KILL;
                Thread killer = Thread.ofPlatform().daemon().start(() -> {
                    while (signed.get() < enough) {
                        LockSupport.parkNanos(100_000);
                    }
                    witness.kill();
                });
                growUntilKilled(witness, signed, asked);
                killer.join();
            }
        }
        assertThat(signed.get()).isGreaterThanOrEqualTo(KILLS * SIGNED_BEFORE_KILL);
    }

    private static void growUntilKilled(WitnessProcess witness, AtomicLong signed, AtomicLong asked)
            throws InterruptedException {
        try {
            while (true) {
                asked.set(signed.get() + 1);
                HttpResponse<String> answer = witness.add(LOG.request(signed.get(), asked.get()));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                signed.set(asked.get());
            }
        } catch (IOException killed) {
            assertThat(signed.get()).isPositive();
        }
    }
}
