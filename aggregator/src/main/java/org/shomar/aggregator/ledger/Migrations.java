package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.shomar.aggregator.packet.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings the schema up to date: numbered files, applied once each, in order, under a lock
/// that all nodes of one database share. A file that changed after it was applied is
/// refused.
final class Migrations {
    /// All there are; a new one goes to the end, an old one never changes.
    private static final List<String> FILES = List.of(
            "0001_ledger.sql",
            "0002_log.sql",
            "0003_heads_in_memory.sql",
            "0004_packets_by_age.sql",
            "0005_packets_in_memory.sql");

    /// Earlier texts of files, that made the same schema: 0001 before it knew PostgreSQL 15.
    private static final Map<Integer, Digest> FORMERLY = Map.of(
            1,
            Digest.parse("6145f53c75681bafca603965c3b43f6f0f2718e1856a6e13f276fed6ef10dcc5")
                    .orElseThrow());

    /// "shomar" in ASCII: a number no other program is likely to lock.
    private static final long LOCK = 0x73686f6d6172L;

    private final SqlConnection owner;
    private final List<Migration> migrations;

    record Migration(int version, String file, String sql) {
        Digest sha256() {
            return Digest.sha256(sql.getBytes(StandardCharsets.UTF_8));
        }
    }

    Migrations(SqlConnection owner, List<Migration> migrations) {
        this.owner = owner;
        this.migrations = List.copyOf(migrations);
    }

    static List<Migration> shipped() {
        return FILES.stream()
                .map(file ->
                        new Migration(Integer.parseInt(file.substring(0, 4)), file, read(file)))
                .toList();
    }

    private static String read(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks its own file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the lock for as long as the connection lives, then applies what is missing.
    Future<Void> apply() {
        return owner.query("SELECT pg_advisory_lock(" + LOCK + ")")
                .execute()
                .compose(locked -> owner.query("CREATE SCHEMA IF NOT EXISTS " + Database.SCHEMA
                                + "; CREATE TABLE IF NOT EXISTS " + Database.SCHEMA
                                + ".schema_migration (version integer PRIMARY KEY,"
                                + " file text NOT NULL, sha256 bytea NOT NULL,"
                                + " applied_at timestamptz NOT NULL DEFAULT now())")
                        .execute())
                .compose(made -> owner.query("SELECT version, file, sha256 FROM schema_migration")
                        .execute())
                .compose(rows -> {
                    Map<Integer, Digest> applied = new HashMap<>();
                    for (Row row : rows) {
                        requireShipped(row.getInteger("version"), row.getString("file"));
                        applied.put(
                                row.getInteger("version"),
                                Digest.of(row.getBuffer("sha256").getBytes()));
                    }
                    return applyMissing(applied);
                });
    }

    private void requireShipped(int version, String file) {
        if (migrations.stream().noneMatch(migration -> migration.version() == version)) {
            throw new LedgerRefusedException("the database has migration " + file
                    + ", which this build does not know: it was used by a newer Shomar."
                    + " Run that version or a later one");
        }
    }

    private Future<Void> applyMissing(Map<Integer, Digest> applied) {
        Future<Void> done = Future.succeededFuture();
        for (Migration migration : migrations) {
            Digest before = applied.get(migration.version());
            if (before == null) {
                done = done.compose(earlier -> apply(migration));
            } else if (!isText(migration, before)) {
                throw new LedgerRefusedException("migration " + migration.file()
                        + " is not the one that was applied: the database has SHA-256 " + before
                        + ", this build " + migration.sha256()
                        + ". Run the version that made this database, or a released later one");
            }
        }
        return done;
    }

    private static boolean isText(Migration migration, Digest applied) {
        Digest text = migration.sha256();
        return applied.equals(text)
                || applied.equals(FORMERLY.getOrDefault(migration.version(), text));
    }

    private Future<Void> apply(Migration migration) {
        return owner.query("BEGIN")
                .execute()
                .compose(begun -> owner.query(migration.sql()).execute())
                .compose(ran -> owner.preparedQuery("INSERT INTO schema_migration (version, file,"
                                + " sha256) VALUES ($1, $2, $3)")
                        .execute(Tuple.of(
                                migration.version(),
                                migration.file(),
                                Buffer.buffer(migration.sha256().bytes()))))
                .compose(recorded -> owner.query("COMMIT").execute())
                .recover(fault -> Future.failedFuture(new LedgerRefusedException(
                        "migration " + migration.file() + " failed: " + fault.getMessage(), fault)))
                .mapEmpty();
    }
}
