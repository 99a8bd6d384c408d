package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One PostgreSQL for all tests of this JVM; each test takes a database of its own.
final class TestPostgres {
    static final Vertx VERTX = Vertx.vertx();

    /// Unpacked once for all tests.
    static final Path PROGRAMS = Path.of("target", "postgres", "programs");

    private static final Path FOLDER = Path.of("target", "postgres");

    private static final int WAIT_SECONDS_MAX = 120;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /// Started by the first test that takes a database.
    private static final class Shared {
        static final LocalPostgres SERVER = start();
    }

    private TestPostgres() {}

    private static LocalPostgres start() {
        Path data = DataFolders.makeForAll(FOLDER, "test");
        LocalPostgres server = get(LocalPostgres.start(VERTX, data, PROGRAMS, Map.of()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            get(server.close());
            DataFolders.endAll();
        }));
        return server;
    }

    /// The data folder of a server of the test's own.
    static Path dataFolder() {
        return DataFolders.make(FOLDER, "test");
    }

    /// The URL of an empty database.
    static String freshDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        sql(Shared.SERVER.url(), "CREATE DATABASE " + name);
        return Shared.SERVER.url().replaceFirst("/postgres$", "/" + name);
    }

    /// Runs SQL as the superuser that owns the schema.
    static RowSet<Row> sql(String url, String sql) {
        return get(PgConnection.connect(VERTX, url)
                .compose(connection ->
                        connection.query(sql).execute().eventually(connection::close)));
    }

    /// How many packets are in the log of a database.
    static long storedPackets(String url) {
        return sql(url, "SELECT count(*) FROM shomar.entry WHERE kind = 2")
                .iterator()
                .next()
                .getLong(0);
    }

    static Ledger open(String url) {
        return open(url, LedgerConfig.DEFAULT, committed -> {});
    }

    static Ledger open(String url, LedgerConfig config, Consumer<List<Committed>> onCommitted) {
        return get(tryOpen(url, config, onCommitted));
    }

    static Future<Ledger> tryOpen(
            String url, LedgerConfig config, Consumer<List<Committed>> onCommitted) {
        return Ledger.open(VERTX, url, config, Packets.STATEMENT, new KeptLeaves(onCommitted));
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
