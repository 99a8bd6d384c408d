package org.shomar.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Goal: a run knows where it was made.
///
/// Method: asks this machine; a clone made for the purpose.
class EnvironmentTest {
    @Test
    void asksTheMachineAndLeavesNothingInTheFolder(@TempDir Path folder) throws IOException {
        Path run = folder.resolve("runs/1");
        Environment here = Environment.measure(Instant.EPOCH, run);
        assertThat(here.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(here.cores()).isPositive();
        assertThat(here.memoryBytes()).isGreaterThan(64L << 20);
        assertThat(here.fdatasyncMicros()).isPositive();
        assertThat(here.cpu()).isNotBlank();
        assertThat(here.kernel()).startsWith(System.getProperty("os.name"));
        assertThat(here.jvm()).contains("25");
        assertThat(here.jvmFlags()).contains("-XX:+UseG1GC");
        try (Stream<Path> left = Files.list(run)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesTheCommitOfTheCloneAndWhetherFilesWereChanged(@TempDir Path folder) throws Exception {
        Path inside = folder.resolve("a/b/program.jar");
        Files.createDirectories(inside.getParent());
        Files.writeString(folder.resolve("shomar"), "one");
        git(folder, "init", "-q");
        git(folder, "add", "shomar");
        git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one");
        assertThat(Machine.commit(inside)).matches("[0-9a-f]{12}");
        Files.writeString(folder.resolve("shomar"), "two");
        assertThat(Machine.commit(inside)).matches("[0-9a-f]{12}\\+dirty");
    }

    @Test
    void outsideACloneOfShomarTheCommitIsUnknown(@TempDir Path folder) throws Exception {
        assertThat(Machine.commit(folder.resolve("program.jar"))).isEqualTo("unknown");
        git(folder, "init", "-q");
        assertThat(Machine.commit(folder.resolve("program.jar"))).isEqualTo("unknown");
        Files.writeString(folder.resolve("shomar"), "no commit yet");
        assertThat(Machine.commit(folder.resolve("program.jar"))).isEqualTo("unknown");
    }

    private static void git(Path folder, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command).inheritIO().start();
        assertThat(git.waitFor()).isZero();
    }
}
