package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.shomar.aggregator.ledger.Admission.Decided;
import org.shomar.aggregator.ledger.Admission.Known;
import org.shomar.aggregator.ledger.Admission.Latest;
import org.shomar.aggregator.ledger.Admission.Pair;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The connection that commits, with its statements prepared. A transaction is two round
/// trips: all that must be known, then all that is written together with COMMIT.
final class Session {
    private final PgConnection connection;
    private final List<PreparedStatement> prepared;

    /// How a transaction ended.
    enum Outcome {
        COMMITTED,
        NOT_COMMITTED,
        UNKNOWN
    }

    /// What a transaction begins with.
    ///
    /// @param leaves hashes of entries that were not known, side by side
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Begun(Known known, byte[] leaves) {}

    private Session(PgConnection connection, List<PreparedStatement> prepared) {
        this.connection = connection;
        this.prepared = prepared;
    }

    /// Connects as the application; fails on a server that may forget.
    static Future<Session> open(Vertx vertx, Database database) {
        Future<Session> opening = database.connectAsApp(vertx)
                .compose(connection -> Database.requireDurable(connection)
                        .compose(durable -> Future.all(
                                Statements.ALL.stream().map(connection::prepare).toList()))
                        .map(statements -> new Session(connection, statements.list()))
                        .onFailure(fault -> connection.close()));
        return Database.inTime(opening, Session::close);
    }

    void onClosed(Runnable told) {
        connection.closeHandler(closed -> told.run());
    }

    Future<Void> close() {
        return connection.close();
    }

    /// Begins a transaction, takes the head's lock, and asks what the ledger holds of
    /// these. Each statement has its own snapshot (READ COMMITTED), taken after the lock
    /// was granted.
    ///
    /// @param size entries whose leaves are known already
    Future<Begun> begin(List<Verdict.Storable> batch, long size) {
        Set<Pair> pairs = batch.stream().map(Pair::of).collect(Collectors.toSet());
        Integer[] contests = pairs.stream().map(Pair::contest).toArray(Integer[]::new);
        Integer[] branches = pairs.stream().map(Pair::branch).toArray(Integer[]::new);
        Integer[] distinct = pairs.stream().map(Pair::contest).distinct().toArray(Integer[]::new);

        Future<RowSet<Row>> begun = connection.query("BEGIN").execute();
        Future<RowSet<Row>> head = execute(Statements.LOCK_HEAD, Tuple.tuple());
        Future<RowSet<Row>> stored = execute(Statements.STORED, claims(batch));
        Future<RowSet<Row>> latest = execute(
                Statements.LATEST,
                Tuple.tuple().addArrayOfInteger(contests).addArrayOfInteger(branches));
        Future<RowSet<Row>> heads =
                execute(Statements.CONTEST_HEADS, Tuple.tuple().addArrayOfInteger(distinct));
        Future<byte[]> leaves = leavesAfter(size);
        return Future.all(begun, head, stored, latest, heads, leaves)
                .map(all -> new Begun(
                        new Known(
                                head.result().iterator().next().getLong(0),
                                storedOf(stored.result()),
                                latestOf(latest.result()),
                                headsOf(heads.result())),
                        leaves.result()));
    }

    /// The leaf hashes after an entry, side by side, at most `LEAVES_MAX`; in a transaction
    /// or out of one.
    Future<byte[]> leavesAfter(long size) {
        return execute(Statements.LEAVES, Tuple.of(size)).map(rows -> {
            Buffer hashes = rows.iterator().next().getBuffer(0);
            return hashes == null ? new byte[0] : hashes.getBytes();
        });
    }

    /// The contest, branch and revision of each packet.
    private static Tuple claims(List<Verdict.Storable> batch) {
        List<ResultPacket> packets =
                batch.stream().map(entry -> entry.signed().packet()).toList();
        return Tuple.tuple()
                .addArrayOfInteger(
                        packets.stream().map(ResultPacket::contest).toArray(Integer[]::new))
                .addArrayOfInteger(
                        packets.stream().map(ResultPacket::branch).toArray(Integer[]::new))
                .addArrayOfInteger(
                        packets.stream().map(ResultPacket::revision).toArray(Integer[]::new));
    }

    private Future<RowSet<Row>> execute(String statement, Tuple values) {
        return prepared.get(Statements.ALL.indexOf(statement)).query().execute(values);
    }

    private static Map<Digest, Stored> storedOf(RowSet<Row> rows) {
        Map<Digest, Stored> stored = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            Digest id = Digest.of(row.getBuffer(0).getBytes());
            stored.put(
                    id,
                    new Stored(
                            false,
                            id,
                            Database.state(row.getShort(1)),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getLong(5)));
        }
        return stored;
    }

    private static Map<Pair, Latest> latestOf(RowSet<Row> rows) {
        Map<Pair, Latest> latest = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            latest.put(
                    new Pair(row.getInteger(0), row.getInteger(1)),
                    new Latest(row.getInteger(2), Digest.of(row.getBuffer(3).getBytes())));
        }
        return latest;
    }

    private static Map<Integer, Long> headsOf(RowSet<Row> rows) {
        Map<Integer, Long> heads = HashMap.newHashMap(rows.size());
        rows.forEach(row -> heads.put(row.getInteger(0), row.getLong(1)));
        return heads;
    }

    /// Ends a transaction in which nothing is written. A rollback, as a commit would wait
    /// for the disk to remember that the head was locked.
    void release() {
        connection.query("ROLLBACK").execute();
    }

    /// Writes and commits. Entries and heads are one statement: PostgreSQL does both or
    /// neither. An error that PostgreSQL itself reports for a statement before COMMIT is
    /// certain not to have been committed; whatever else goes wrong is unknown.
    Future<Outcome> commit(Decided decided) {
        List<Future<RowSet<Row>>> writes = new ArrayList<>();
        if (!decided.added().isEmpty()) {
            writes.add(execute(Statements.ADD, Rows.added(decided.added())));
        }
        if (!decided.evidence().isEmpty()) {
            writes.add(execute(Statements.KEEP_EVIDENCE, Rows.evidence(decided.evidence())));
        }
        Future<RowSet<Row>> commit = connection.query("COMMIT").execute();
        return Future.join(List.<Future<?>>of(Future.join(writes), commit)).transform(done -> {
            if (done.succeeded()) {
                return Future.succeededFuture(Outcome.COMMITTED);
            }
            boolean aborted = writes.stream().anyMatch(w -> w.cause() instanceof PgException);
            return Future.succeededFuture(aborted ? Outcome.NOT_COMMITTED : Outcome.UNKNOWN);
        });
    }
}
