package org.shomar.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A folder that looks like the repository's root to who works in it, and keeps what they
/// make.
final class Shell implements AutoCloseable {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("shomar.root", "..")).toAbsolutePath().normalize();
    private static final int END_SECONDS_MAX = 420;
    private static final int SEEN_SECONDS_MAX = 180;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path folder;
    private final List<Path> links = new ArrayList<>();

    /// @param output both of standard output and standard error
    record Ended(int code, String output) {}

    Shell(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.list(REPOSITORY)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".")) {
                    links.add(Files.createSymbolicLink(folder.resolve(name), file));
                }
            }
        }
    }

    static String readme() throws IOException {
        return Files.readString(REPOSITORY.resolve("README.md"));
    }

    /// Starts a command here; its words go to the file `output`.
    Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        // What is packaged by the build that this test belongs to.
        builder.environment().put("SHOMAR_BUILT", "1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Runs a command to its end.
    Ended run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Process process = start(environment, List.of(command));
        return new Ended(end(process), output());
    }

    /// Runs `./shomar loadtest` to its end.
    Ended loadtest(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./shomar", "loadtest"));
        command.addAll(List.of(arguments));
        return run(Map.of(), command.toArray(String[]::new));
    }

    /// The same in this process, for one test at a time.
    static Ended here(String... arguments) {
        PrintStream output = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(heard, true, UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = new CommandLine(new LoadtestCommand()).execute(arguments);
            return new Ended(code, heard.toString(UTF_8));
        } finally {
            System.setOut(output);
            System.setErr(errors);
        }
    }

    /// Waits for the end of a process and gives its exit code.
    int end(Process process) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("still running, and says: " + output());
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /// Looks again and again until there is something to see.
    <T> T await(Process process, Supplier<Optional<T>> look) throws IOException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(SEEN_SECONDS_MAX)) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (!process.isAlive()) {
                break;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new AssertionError("not seen; the process says: " + output());
    }

    /// Takes the links away; what was made here stays.
    @Override
    public void close() throws IOException {
        for (Path link : links) {
            Files.delete(link);
        }
    }
}
