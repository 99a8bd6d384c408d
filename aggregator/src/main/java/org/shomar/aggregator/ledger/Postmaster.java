package org.shomar.aggregator.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL that outlived the server that started it. Whoever calls this holds the
/// directory's lock, so no living server owns the process.
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    private static final int STOP_SECONDS_MAX = 60;

    private Postmaster() {}

    /// Stops what runs on this directory, if anything does, and removes a `postmaster.pid`
    /// that nobody stands behind. A process of that number that is not a PostgreSQL on this
    /// directory is left alone.
    static void stopLeftover(Path data) throws IOException {
        Optional<ProcessHandle> leftover = running(data);
        if (leftover.isPresent()) {
            LOG.warn("stopping PostgreSQL {} left on {}", leftover.get().pid(), data);
            stop(leftover.get());
        }
        Files.deleteIfExists(pidFile(data));
    }

    /// The PostgreSQL that runs on this directory.
    static Optional<ProcessHandle> running(Path data) throws IOException {
        return pid(data).flatMap(ProcessHandle::of).filter(process -> isPostgresOn(process, data));
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Long> pid(Path data) throws IOException {
        Path file = pidFile(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException cutOff) {
            return Optional.empty();
        }
    }

    private static boolean isPostgresOn(ProcessHandle process, Path data) {
        boolean postgres = process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
        return postgres
                && process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                        .orElse(false);
    }

    /// SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written.
    private static void stop(ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stopped", interrupted);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new LedgerRefusedException(
                    "PostgreSQL " + process.pid() + ", left by an earlier server, does not stop."
                            + " Stop it by hand: kill -INT " + process.pid(),
                    stuck);
        }
    }
}
