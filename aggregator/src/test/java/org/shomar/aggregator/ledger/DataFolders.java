package org.shomar.aggregator.ledger;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// The data folders of tests. Each goes when the test, or the class of tests, that made it
/// has ended; a PostgreSQL that a killed server left there is stopped first. Of a failure the
/// logs stay.
public final class DataFolders {
    private static final DataFolders OF_ALL_TESTS = new DataFolders();

    /// What has not ended, the innermost last: this JVM, a class, a test.
    private final Deque<Running> running = new ArrayDeque<>(List.of(new Running()));

    private static final class Running {
        private final List<Path> folders = new ArrayList<>();
        private boolean failed;

        private void removeFolders() {
            try {
                for (Path folder : folders) {
                    stopLeftover(folder);
                    remove(folder, failed);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// JUnit finds it by `META-INF/services` and tells it of one test at a time.
    public static final class Listener implements TestExecutionListener {
        @Override
        public void executionStarted(TestIdentifier test) {
            OF_ALL_TESTS.begin();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            OF_ALL_TESTS.end(result.getStatus() == TestExecutionResult.Status.FAILED);
        }
    }

    /// An empty folder for the test, or the class of tests, that runs now.
    public static Path make(Path parent, String prefix) {
        return OF_ALL_TESTS.forInnermost(parent, prefix);
    }

    /// An empty folder until [#endAll].
    static Path makeForAll(Path parent, String prefix) {
        return create(OF_ALL_TESTS.running.getFirst(), parent, prefix);
    }

    /// Before this JVM ends.
    static void endAll() {
        OF_ALL_TESTS.running.getFirst().removeFolders();
    }

    Path forInnermost(Path parent, String prefix) {
        return create(running.getLast(), parent, prefix);
    }

    private static Path create(Running owner, Path parent, String prefix) {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(parent.toAbsolutePath()), prefix);
            owner.folders.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin() {
        running.add(new Running());
    }

    void end(boolean failed) {
        Running ended = running.removeLast();
        ended.failed |= failed;
        running.getLast().failed |= ended.failed;
        ended.removeFolders();
    }

    /// Throws when the test did not close what owns the folder.
    private static void stopLeftover(Path folder) throws IOException {
        try (FileChannel _ = DirectoryLock.take(folder)) {
            Postmaster.stopLeftover(folder.resolve("postgres"));
        }
    }

    private static void remove(Path folder, boolean logsStay) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.sorted(Comparator.reverseOrder()).toList();
            List<Path> stay = files.stream()
                    .filter(file -> logsStay && file.toString().endsWith(".log"))
                    .toList();
            for (Path file : files) {
                if (stay.stream().noneMatch(log -> log.startsWith(file))) {
                    Files.delete(file);
                }
            }
        }
    }
}
