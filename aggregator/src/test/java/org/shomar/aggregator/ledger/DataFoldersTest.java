package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.TestExecutionListener;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Goal: a run of tests leaves nothing on the disk but the logs of what failed.
///
/// Method: a class and a test in it, begun and ended by hand as JUnit tells of them; real
/// folders.
final class DataFoldersTest {
    private final DataFolders folders = new DataFolders();
    private final Path parent;
    private final Path ofClass;
    private final Path ofTest;

    DataFoldersTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        folders.begin();
        ofClass = filled();
        folders.begin();
        ofTest = filled();
    }

    private Path filled() throws IOException {
        Path folder = folders.forInnermost(parent, "node");
        Files.createSymbolicLink(folder.resolve("programs"), parent);
        Files.writeString(folder.resolve("server.log"), "");
        Path logs = Files.createDirectories(folder.resolve("postgres").resolve("log"));
        Files.writeString(logs.resolve("postgres-6.log"), "");
        Files.writeString(logs.resolveSibling("PG_VERSION"), "18");
        return folder;
    }

    @Test
    void aFolderGoesWithWhatMadeIt() {
        folders.end(false);
        assertThat(ofTest).doesNotExist();
        assertThat(ofClass.resolve("postgres").resolve("PG_VERSION")).exists();
        folders.end(false);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void logsOfAFailedTestAndOfItsClassStay() throws IOException {
        folders.end(true);
        folders.end(false);
        for (Path folder : List.of(ofTest, ofClass)) {
            try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
                assertThat(files.map(file -> folder.relativize(file).toString()))
                        .containsExactlyInAnyOrder("server.log", "postgres/log/postgres-6.log");
            }
        }
    }

    @Test
    void aFolderThatSomebodyOwnsIsLeftAlone() throws IOException {
        try (FileChannel _ = DirectoryLock.take(ofTest)) {
            assertThatThrownBy(() -> folders.end(false))
                    .isInstanceOf(LedgerRefusedException.class)
                    .hasMessageContaining(ofTest.toString());
            assertThat(ofTest.resolve("postgres").resolve("PG_VERSION")).exists();
        }
    }

    @Test
    void junitTellsOfEachTest() {
        assertThat(ServiceLoader.load(TestExecutionListener.class))
                .hasAtLeastOneElementOfType(DataFolders.Listener.class);
    }
}
