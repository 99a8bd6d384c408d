package org.shomar.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.shomar.aggregator.ledger.LocalPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// An embedded PostgreSQL, and a folder that goes with it. Both end with this JVM at the
/// latest, because JMH tears nothing down after a failure.
final class ScratchPostgres implements AutoCloseable {
    private final Path folder;
    private final Future<LocalPostgres> server;

    private ScratchPostgres(Path folder, Future<LocalPostgres> server) {
        this.folder = folder;
        this.server = server;
    }

    /// @param vertx with daemon threads: after a failure, JMH leaves this JVM to end by itself
    static ScratchPostgres start(Vertx vertx) throws IOException {
        Path folder = Files.createTempDirectory("shomar-ledger-benchmark");
        ScratchPostgres postgres = new ScratchPostgres(folder, LocalPostgres.start(vertx, folder));
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        postgres.server.await();
        return postgres;
    }

    String url() {
        return server.result().url();
    }

    /// Does nothing the second time.
    @Override
    public synchronized void close() {
        if (!Files.exists(folder)) {
            return;
        }
        server.transform(started -> started.succeeded()
                        ? started.result().close()
                        : Future.<Void>succeededFuture())
                .await();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
