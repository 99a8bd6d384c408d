package org.shomar.loadtest.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What this machine and this program say about themselves.
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final int GIT_SECONDS_MAX = 5;
    static final String UNKNOWN = "unknown";

    private Machine() {}

    /// The processor's name; its kind where the kernel tells no name, as on most ARM.
    static String cpu() {
        String kind = System.getProperty("os.arch", UNKNOWN);
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("model name") && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(kind);
        } catch (IOException e) {
            return kind; // no Linux
        }
    }

    static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    /// The commit of the clone from which this program runs.
    static String commit() {
        CodeSource source = Machine.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? UNKNOWN
                    : commit(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return UNKNOWN; // not from a file
        }
    }

    /// The commit of the clone of Shomar that holds a file, `+dirty` behind it when a file
    /// that git knows was changed; `unknown` when there is no clone, or no git.
    static String commit(Path inside) {
        Path folder = inside.toAbsolutePath();
        while (folder != null
                && !(Files.exists(folder.resolve(".git"))
                        && Files.exists(folder.resolve("shomar")))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return UNKNOWN;
        }
        Path clone = folder;
        return git(clone, "rev-parse", "--short=12", "HEAD")
                .map(head -> git(clone, "status", "--porcelain", "--untracked-files=no")
                                .filter(String::isEmpty)
                                .isPresent()
                        ? head
                        : head + "+dirty")
                .orElse(UNKNOWN);
    }

    /// What git answers, stripped; empty when it fails or takes too long.
    private static Optional<String> git(Path folder, String... words) {
        try {
            Path answer = Files.createTempFile("git-answer", ".txt");
            try {
                String[] command = new String[words.length + 3];
                command[0] = "git";
                command[1] = "-C";
                command[2] = folder.toString();
                System.arraycopy(words, 0, command, 3, words.length);
                Process git = new ProcessBuilder(command)
                        .redirectOutput(answer.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                    git.destroyForcibly();
                    return Optional.empty();
                }
                return git.exitValue() == 0
                        ? Optional.of(
                                Files.readString(answer, StandardCharsets.UTF_8).strip())
                        : Optional.empty();
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            return Optional.empty(); // git is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static String kernel() {
        return String.join(
                " ",
                System.getProperty("os.name", UNKNOWN),
                System.getProperty("os.version", ""),
                System.getProperty("os.arch", "").toLowerCase(Locale.ROOT));
    }

    static String jvm() {
        return System.getProperty("java.vm.name", UNKNOWN) + " "
                + System.getProperty("java.vm.version", "");
    }
}
