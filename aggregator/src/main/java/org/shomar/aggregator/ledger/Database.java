package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;

import org.shomar.aggregator.packet.PacketState;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// How to connect to one PostgreSQL: as its owner to migrate, as `shomar_app` for
/// everything else.
final class Database {
    static final String SCHEMA = "shomar";

    private static final int CONNECT_MILLIS_MAX = 10_000;

    /// Any of these off, and a power cut may take what was acknowledged.
    private static final List<String> DURABILITY =
            List.of("fsync", "full_page_writes", "synchronous_commit");

    /// Plans stay those for a full table: one made while the table was empty is twenty times
    /// slower on a full one. A transaction whose node went silent gives the head's lock back.
    private static final Map<String, String> APP_SETTINGS = Map.ofEntries(
            Map.entry("role", "shomar_app"),
            Map.entry("search_path", SCHEMA),
            Map.entry("plan_cache_mode", "force_generic_plan"),
            Map.entry("enable_hashjoin", "off"),
            Map.entry("enable_mergejoin", "off"),
            Map.entry("enable_seqscan", "off"),
            Map.entry("enable_bitmapscan", "off"),
            Map.entry("enable_sort", "off"),
            Map.entry("jit", "off"),
            Map.entry("idle_in_transaction_session_timeout", "5s"));

    private final String url;

    private Database(String url) {
        this.url = url;
    }

    /// Checks the URL's form; its password is never repeated in a message.
    static Database at(String url) {
        try {
            PgConnectOptions.fromUri(url);
        } catch (IllegalArgumentException malformed) {
            throw new LedgerRefusedException(
                    "the database URL must look like postgresql://user:password@host:port/database",
                    malformed);
        }
        return new Database(url);
    }

    Future<PgConnection> connectAsOwner(Vertx vertx) {
        return connect(
                vertx,
                PgConnectOptions.fromUri(url)
                        .addProperty("search_path", SCHEMA)
                        .addProperty("client_min_messages", "warning"));
    }

    Future<PgConnection> connectAsApp(Vertx vertx) {
        return connect(vertx, appOptions());
    }

    PgConnectOptions appOptions() {
        PgConnectOptions options = PgConnectOptions.fromUri(url).setCachePreparedStatements(true);
        APP_SETTINGS.forEach(options::addProperty);
        return options;
    }

    private static Future<PgConnection> connect(Vertx vertx, PgConnectOptions options) {
        return inTime(
                        PgConnection.connect(vertx, options.setReconnectAttempts(0)),
                        PgConnection::close)
                .recover(fault -> Future.failedFuture(new LedgerRefusedException(
                        "no connection to database " + options.getDatabase() + " at "
                                + options.getHost() + ':' + options.getPort() + ": "
                                + fault.getMessage(),
                        fault)));
    }

    /// Fails after `CONNECT_MILLIS_MAX`; what opens later is closed again.
    static <T> Future<T> inTime(Future<T> opening, Consumer<T> close) {
        Future<T> inTime = opening.timeout(CONNECT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        opening.onSuccess(opened -> {
            if (inTime.failed()) {
                close.accept(opened);
            }
        });
        return inTime;
    }

    /// Fails unless this very connection's commits survive a power cut.
    /// `synchronous_commit` may be anything that flushes here before it answers: `on`,
    /// `local`, `remote_write`, `remote_apply`.
    static Future<Void> requireDurable(SqlConnection connection) {
        return Future.all(DURABILITY.stream()
                        .map(name -> connection.query("SHOW " + name).execute())
                        .toList())
                .map(answers -> {
                    for (int i = 0; i < DURABILITY.size(); i++) {
                        RowSet<Row> answer = answers.resultAt(i);
                        requireNotOff(
                                DURABILITY.get(i), answer.iterator().next().getString(0));
                    }
                    return null;
                });
    }

    private static void requireNotOff(String name, String value) {
        if (value.equals("off")) {
            throw new LedgerRefusedException("PostgreSQL runs with " + name
                    + " = off: it would forget entries that were acknowledged. Set " + name
                    + " = on in postgresql.conf (and for this role and database), reload, and"
                    + " start again");
        }
    }

    static short number(PacketState state) {
        return switch (state) {
            case COUNTED -> 0;
            case HELD -> 1;
        };
    }

    static PacketState state(int number) {
        return switch (number) {
            case 0 -> PacketState.COUNTED;
            case 1 -> PacketState.HELD;
            default -> throw new IllegalStateException("no packet state has number " + number);
        };
    }
}
