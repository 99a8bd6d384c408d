package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Goal: the log is signed by the key that its operator brings, and a key that is not for
/// it is told apart without being repeated.
///
/// Method: a server in a process of its own with the key in its environment; key files with
/// one thing wrong.
class LogKeyTest {
    private static final String ORIGIN = "shomar/" + TestElection.NAME;

    @Test
    void signsWithTheKeyOfItsEnvironment(@TempDir Path folder) throws IOException {
        Path election =
                Files.write(folder.resolve("election.json"), new TestElection().definition.file());
        NoteSigner signer = LogKeyFile.readOrMake(folder.resolve("key"), ORIGIN, NoteKey.Type.LOG);
        Map<String, String> environment = Map.of("SHOMAR_LOG_KEY", signer.secret());
        try (ServerProcess server =
                        ServerProcess.start(environment, election, Node.dataFolder(), "--plain");
                Client client = server.client()) {
            assertThat(client.get("/v1/election").json().getString("logKey"))
                    .isEqualTo(signer.key().toString());
        }
    }

    @Test
    void aGeneratedKeyIsItsOwnersAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        NoteSigner made = LogKeyFile.readOrMake(file, ORIGIN, NoteKey.Type.LOG);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(LogKeyFile.readOrMake(file, ORIGIN, NoteKey.Type.LOG).secret())
                .isEqualTo(made.secret());
    }

    @Test
    void aKeyThatIsNotForThisLogIsToldApart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        String secret = LogKeyFile.readOrMake(file, ORIGIN, NoteKey.Type.LOG).secret();
        assertThatThrownBy(() -> LogKeyFile.read(file, "shomar/other", NoteKey.Type.LOG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the key of " + ORIGIN)
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> LogKeyFile.read(file, ORIGIN, NoteKey.Type.WITNESS))
                .isInstanceOf(IOException.class);
        String torn = secret.substring(0, secret.length() - 4);
        assertThatThrownBy(() -> LogKeyFile.parse(torn, "HERE", ORIGIN, NoteKey.Type.LOG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HERE: a signing key is one line PRIVATE+KEY+")
                .hasMessageNotContaining(torn);
    }
}
