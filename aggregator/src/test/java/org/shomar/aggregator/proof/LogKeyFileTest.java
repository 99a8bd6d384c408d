package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Goal: a signing key is made once, for its owner alone, and a file that is none is
/// explained.
///
/// Method: key files of logs and witnesses, made, read again, and with one thing wrong.
class LogKeyFileTest {
    private static final NoteKey.Type WITNESS = NoteKey.Type.WITNESS;

    private final Path file;

    LogKeyFileTest(@TempDir Path folder) {
        this.file = folder.resolve("deep").resolve("key");
    }

    @Test
    void makesAKeyOnceWithItsFolderForItsOwnerAlone() throws IOException {
        NoteSigner made = LogKeyFile.readOrMake(file, "paper.example/witness", WITNESS);
        assertThat(made.key().name()).isEqualTo("paper.example/witness");
        assertThat(made.key().type()).isEqualTo(WITNESS);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(LogKeyFile.readOrMake(file, null, WITNESS).secret()).isEqualTo(made.secret());
    }

    @Test
    void aKeyWithoutANameIsCalledAfterItself() throws IOException {
        NoteKey key = LogKeyFile.readOrMake(file, null, WITNESS).key();
        assertThat(key.name()).matches("witness/[0-9a-f]{8}");
        assertThat(LogKeyFile.read(file, null, WITNESS).key()).hasToString(key.toString());
    }

    @Test
    void aKeyOfAnotherKindOrNameIsTold() throws IOException {
        LogKeyFile.readOrMake(file, "shomar/kerman", NoteKey.Type.LOG);
        refuses(
                null,
                WITNESS,
                "is the key of shomar/kerman (LOG); one of type WITNESS is expected");
        refuses("shomar/yazd", NoteKey.Type.LOG, "one of type LOG of the name shomar/yazd");
    }

    @Test
    void whatIsNoKeyIsExplained() throws IOException {
        assertThatThrownBy(() -> LogKeyFile.readOrMake(file, "a b", WITNESS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"a b\" is no name such as paper.example/witness");
        assertThat(file).doesNotExist();
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        refuses(null, WITNESS, file + ": a signing key is one line PRIVATE+KEY+");
        Files.write(file, new byte[4_097]);
        refuses(null, WITNESS, "more than 4096 bytes");
    }

    private void refuses(@Nullable String name, NoteKey.Type type, String message) {
        assertThatThrownBy(() -> LogKeyFile.read(file, name, type))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
