package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.LogRefusedException;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.witness.WitnessAddress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Goal: the checkpoint that a server publishes carries its witnesses' signatures, goes on
/// without one that is away, and a server whose database was rolled back does not start as
/// long as one witness remembers more.
///
/// Method: a whole server and two real witnesses on sockets; one is stopped; then the
/// server starts on an empty database with nothing remembered but its log key.
class WitnessedServerTest {
    private static final TestElection ELECTION = new TestElection();
    private static final String ORIGIN = "shomar/" + TestElection.NAME;
    private static final long PUBLISHED_SECONDS_MAX = 60;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final Path logKey;
    private final NoteKey log;

    WitnessedServerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.logKey = folder.resolve("log-key");
        this.log = LogKeyFile.readOrMake(logKey, ORIGIN, NoteKey.Type.LOG).key();
    }

    private RunningWitness witness(String name) throws IOException {
        return RunningWitness.start(vertx, folder, name, log);
    }

    private Server server(Path data, List<WitnessAddress> witnesses) throws IOException {
        return Server.start(
                ELECTION.definition,
                new ServerConfig(data, null, 0, 0, 0, null, true, logKey, null, witnesses));
    }

    @Test
    void publishesWhatWitnessesSignedAndNotWhatTheyWouldDeny() throws Exception {
        RunningWitness court = witness("court");
        RunningWitness paper = witness("paper");
        List<WitnessAddress> both = List.of(court.address(), paper.address());
        try (Server server = server(Node.dataFolder(), both);
                Client client = Client.of(server)) {
            assertThat(client.post(packet(12)).status()).isEqualTo(201);
            Note witnessed = published(
                    client,
                    note -> size(note) == 2
                            && note.isSignedBy(court.key)
                            && note.isSignedBy(paper.key));
            assertThat(witnessed.isSignedBy(log)).isTrue();

            paper.close();
            assertThat(client.post(packet(13)).status()).isEqualTo(201);
            Note later = published(client, note -> size(note) == 3 && note.isSignedBy(court.key));
            assertThat(later.isSignedBy(paper.key)).isFalse();
        }
        assertThatThrownBy(() -> server(Node.dataFolder(), List.of(court.address())))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("a witness cosigned 3 entries");
        server(Node.dataFolder(), List.of()).close(); // the control: nobody remembers
        court.close();
        vertx.close().await();
    }

    private static byte[] packet(int branch) {
        return RawPacket.of(ELECTION, 7, branch, 30, 20).sign1(TestElection.seed(branch));
    }

    private static long size(Note note) throws AssertionError {
        try {
            return Checkpoint.parse(note.text()).size();
        } catch (UnfitTextException e) {
            throw new AssertionError(e);
        }
    }

    private static Note published(Client client, Predicate<Note> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PUBLISHED_SECONDS_MAX);
        while (true) {
            Note note = Note.parse(client.get("/checkpoint").body());
            if (wanted.test(note)) {
                return note;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("published is still\n" + note);
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }
}
