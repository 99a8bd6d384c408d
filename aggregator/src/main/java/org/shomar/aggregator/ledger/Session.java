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
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.ledger.Heads.Following;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.verify.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The connection that commits, with its statements prepared. A transaction is one statement
/// where nothing must be asked, else two round trips: what must be known, then all that is
/// written together with COMMIT.
final class Session {
    private final PgConnection connection;
    private final List<PreparedStatement> prepared;

    /// What PostgreSQL says when the head may not go where it was to go.
    private static final String HEAD_REFUSED = "23001"; // restrict_violation

    /// How a transaction ended.
    enum Outcome {
        COMMITTED,
        /// Another node had moved the head; nothing was committed.
        HEAD_MOVED,
        NOT_COMMITTED,
        UNKNOWN
    }

    /// What a transaction begins with.
    ///
    /// @param head   the last entry
    /// @param stored those asked for that are there
    /// @param next   entries that were not known
    record Begun(long head, Map<Digest, Stored> stored, Following next) {}

    private Session(PgConnection connection, List<PreparedStatement> prepared) {
        this.connection = connection;
        this.prepared = prepared;
    }

    /// Connects as the application; fails on a server that may forget.
    ///
    /// @param lockMillisMax how long to wait for the head; PostgreSQL's own word that it
    ///                      waited too long is certain, a timer's of ours is not
    static Future<Session> open(Vertx vertx, Database database, int lockMillisMax) {
        Future<Session> opening = database.connectAsApp(vertx)
                .compose(connection -> Database.requireDurable(connection)
                        .compose(durable -> connection
                                .query("SET lock_timeout = " + lockMillisMax)
                                .execute())
                        .compose(patient -> Future.all(
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
    /// @param known entries that are known already
    Future<Begun> begin(List<Verdict.Storable> asked, long known) {
        Future<RowSet<Row>> begun = connection.query("BEGIN").execute();
        Future<RowSet<Row>> head = execute(Statements.LOCK_HEAD, Tuple.tuple());
        Future<RowSet<Row>> stored = execute(Statements.STORED, claims(asked));
        Future<Following> next = after(known);
        return Future.all(begun, head, stored, next)
                .map(all -> new Begun(
                        head.result().iterator().next().getLong(0),
                        storedOf(stored.result()),
                        next.result()));
    }

    /// The entries after one, at most `FOLLOWED_MAX`; in a transaction or out of one.
    Future<Following> after(long seq) {
        return execute(Statements.FOLLOW, Tuple.of(seq)).map(rows -> {
            Row row = rows.iterator().next();
            Buffer leaves = row.getBuffer(0);
            return leaves == null
                    ? Following.NONE
                    : new Following(leaves, row.getBuffer(1), row.getBuffer(2));
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

    /// Ends a transaction in which nothing is written. A rollback, as a commit would wait
    /// for the disk to remember that the head was locked.
    void release() {
        connection.query("ROLLBACK").execute();
    }

    /// Writes and commits new entries, provided that the head is still at `before`: one
    /// statement outside of BEGIN, which is a transaction of its own. PostgreSQL is ready for
    /// the next one, which is what is waited for, only when this one is committed; an error
    /// that it reports, even one of the commit, is certain.
    Future<Outcome> commitAtOnce(List<Committed> added, long before) {
        Future<RowSet<Row>> write = execute(Statements.ADD, Rows.added(added, before));
        return outcome(List.of(write), write);
    }

    /// Writes and commits what was decided with the head at `before`, in the transaction that
    /// was begun. An error that PostgreSQL itself reports for a statement before COMMIT is
    /// certain not to have been committed; whatever else goes wrong is unknown.
    Future<Outcome> commit(Decided decided, long before) {
        List<Future<RowSet<Row>>> writes = new ArrayList<>();
        if (!decided.added().isEmpty()) {
            writes.add(execute(Statements.ADD, Rows.added(decided.added(), before)));
        }
        if (!decided.evidence().isEmpty()) {
            writes.add(execute(Statements.KEEP_EVIDENCE, Rows.evidence(decided.evidence())));
        }
        return outcome(writes, connection.query("COMMIT").execute());
    }

    private static Future<Outcome> outcome(List<Future<RowSet<Row>>> writes, Future<?> commit) {
        return Future.join(List.<Future<?>>of(Future.join(writes), commit))
                .transform(done -> Future.succeededFuture(
                        done.succeeded() ? Outcome.COMMITTED : failed(writes)));
    }

    private static Outcome failed(List<Future<RowSet<Row>>> writes) {
        return switch (writes.getFirst().cause()) {
            case PgException first
            when HEAD_REFUSED.equals(first.getSqlState()) -> Outcome.HEAD_MOVED;
            case null, default ->
                writes.stream().anyMatch(write -> write.cause() instanceof PgException)
                        ? Outcome.NOT_COMMITTED
                        : Outcome.UNKNOWN;
        };
    }
}
