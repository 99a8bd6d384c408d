package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A real PostgreSQL in a data directory, for a server that was given none.
///
/// One process at a time owns a directory: it holds an operating system lock on `lock` for
/// as long as it lives. PostgreSQL itself outlives a killed owner; the next owner stops it
/// and starts it anew. One that dies under a living owner is started again, on the same
/// port. It listens on the loopback interface only and trusts whoever can reach it there,
/// which is everybody with an account on this machine: an official count brings its own
/// database.
public final class LocalPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int RESTART_MILLIS = 500;
    private static final String FOLDER = "postgres";

    /// Durability first: these three are named because the library starts PostgreSQL
    /// without them.
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "64"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("wal_buffers", "16MB"),
            Map.entry("min_wal_size", "1GB"), // of segments to be used again, in quiet hours too
            Map.entry("max_wal_size", "4GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("jit", "off"),
            Map.entry("logging_collector", "on"),
            Map.entry("log_directory", "log"),
            Map.entry("log_filename", "postgres-%u.log"),
            Map.entry("log_truncate_on_rotation", "on"));

    /// Options of `initdb`. Until the log of changes has gone round once, PostgreSQL fills
    /// each new segment of it with zeros and waits for the disk, with all commits behind
    /// it: some 60 ms for one of 16 MB, the default, and a sixteenth of that, but as much
    /// more often, for one of 1 MB.
    private static final Map<String, String> MADE_WITH = Map.of("locale", "C", "wal-segsize", "1");

    private final Vertx vertx;
    private final Path dataDir;
    private final Path programs;
    private final Map<String, String> overrides;
    private final FileChannel lock;
    private final int port;
    private EmbeddedPostgres running;
    private ProcessHandle postmaster;
    private volatile boolean closed;

    private LocalPostgres(
            Vertx vertx,
            Path dataDir,
            Path programs,
            Map<String, String> overrides,
            FileChannel lock)
            throws IOException {
        this.vertx = vertx;
        this.dataDir = dataDir;
        this.programs = programs;
        this.overrides = overrides;
        this.lock = lock;
        this.running = run(0);
        this.port = running.getPort();
        this.postmaster = watched(running);
    }

    /// Starts PostgreSQL on `dataDir/postgres`, made when missing. Fails with
    /// [LedgerRefusedException] when another living process owns the directory.
    public static Future<LocalPostgres> start(Vertx vertx, Path dataDir) {
        return start(vertx, dataDir, dataDir.resolve("programs"), Map.of());
    }

    /// @param programs  where PostgreSQL's programs are unpacked
    /// @param overrides settings that replace ours
    static Future<LocalPostgres> start(
            Vertx vertx, Path dataDir, Path programs, Map<String, String> overrides) {
        Path absolute = dataDir.toAbsolutePath().normalize();
        return vertx.executeBlocking(
                () -> {
                    Files.createDirectories(absolute);
                    FileChannel lock = DirectoryLock.take(absolute);
                    try {
                        return new LocalPostgres(
                                vertx, absolute, programs.toAbsolutePath(), overrides, lock);
                    } catch (IOException | RuntimeException fault) {
                        try (lock) {
                            Postmaster.stopLeftover(absolute.resolve(FOLDER));
                        }
                        throw fault;
                    }
                },
                false);
    }

    /// For [Ledger#open].
    public String url() {
        return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    }

    /// The postmaster's process id.
    synchronized long pid() {
        return postmaster.pid();
    }

    /// Stops PostgreSQL in order and gives the directory free.
    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            stop();
            return null;
        });
    }

    private synchronized void stop() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            running.close();
            Postmaster.stopLeftover(dataDir.resolve(FOLDER));
        } finally {
            lock.close();
        }
    }

    private EmbeddedPostgres run(int wantedPort) throws IOException {
        Path data = dataDir.resolve(FOLDER);
        Postmaster.stopLeftover(data);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(programs.toFile())
                .setPGStartupWait(START_MAX)
                .setPort(wantedPort);
        MADE_WITH.forEach(builder::setLocaleConfig);
        SETTINGS.forEach(builder::setServerConfig);
        overrides.forEach(builder::setServerConfig);
        return builder.start();
    }

    /// The library knows only the program that started the postmaster.
    @SuppressWarnings("FutureReturnValueIgnored") // restart reports its own failures
    private ProcessHandle watched(EmbeddedPostgres started) throws IOException {
        ProcessHandle process = Postmaster.running(dataDir.resolve(FOLDER))
                .orElseThrow(() -> new IOException("PostgreSQL ended as soon as it had started"));
        process.onExit().thenRun(() -> restart(started));
        TimeSlice.shorten(process.pid()); // so that it is inherited by each connection's backend
        return process;
    }

    private void restart(EmbeddedPostgres dead) {
        if (closed) {
            return;
        }
        vertx.executeBlocking(() -> {
                    restartBlocking(dead);
                    return null;
                })
                .onFailure(fault -> {
                    LOG.error("PostgreSQL in {} does not start; trying again", dataDir, fault);
                    vertx.setTimer(RESTART_MILLIS, due -> restart(dead));
                });
    }

    private synchronized void restartBlocking(EmbeddedPostgres dead) throws IOException {
        if (closed) {
            return;
        }
        LOG.error("PostgreSQL in {} died; starting it again", dataDir);
        dead.close();
        running = run(port);
        postmaster = watched(running);
    }
}
