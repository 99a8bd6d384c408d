package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.shomar.aggregator.ledger.Places.Candidates;
import org.shomar.aggregator.packet.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Everything that only reads, on connections of its own, so that a reader never waits for a
/// commit nor a commit for a reader.
final class Reads {
    private static final int CONNECTIONS_MAX = 4;
    private static final int WAITING_MAX = 4_096;

    /// A database that hangs is no reason to wait for ever.
    private static final int READ_SECONDS_MAX = 30;

    private static final int PACKET = 2;

    private static final String ENTRY_COLUMNS =
            "seq, contest, contest_seq, state, packet_id, leaf_hash, message";

    private static final String ENTRY =
            "SELECT " + ENTRY_COLUMNS + " FROM entry WHERE kind = " + PACKET;

    /// Looks at the entries where a packet may stand, and at those that came since.
    static final String FIND = """
            (SELECT %1$s, branch, revision, log_size, findings FROM entry
             WHERE seq = ANY ($2::bigint[]) AND packet_id = $1::bytea AND kind = %2$d)
            UNION ALL
            (SELECT %1$s, branch, revision, log_size, findings FROM entry
             WHERE seq > $3::bigint AND packet_id = $1::bytea AND kind = %2$d)
            LIMIT 1""".formatted(ENTRY_COLUMNS, PACKET);

    private static final String VITALS =
            "SELECT (SELECT seq FROM ledger_head), pg_database_size(current_database()),"
                    + " (SELECT count(*)::int FROM pg_stat_activity"
                    + " WHERE datname = current_database()),"
                    + " current_setting('max_connections')::int";

    private final AtomicInteger pending = new AtomicInteger();
    private final Pool pool;

    Reads(Vertx vertx, Database database) {
        this.pool = PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions()
                        .setMaxSize(CONNECTIONS_MAX)
                        .setMaxWaitQueueSize(WAITING_MAX))
                .connectingTo(
                        database.appOptions().addProperty("default_transaction_read_only", "on"))
                .build();
    }

    Future<Optional<Found>> find(Digest packet, Candidates places) {
        Tuple values = Tuple.of(
                Buffer.buffer(packet.bytes()), places.seqs().toArray(Long[]::new), places.upTo());
        return query(FIND, values).map(rows -> rows.stream().findFirst().map(Reads::found));
    }

    Future<List<Revision>> revisions(int contest, int branch) {
        return query(
                        "SELECT revision, state FROM entry WHERE contest = $1 AND branch = $2"
                                + " ORDER BY revision",
                        Tuple.of(contest, branch))
                .map(rows -> {
                    List<Revision> revisions = new ArrayList<>(rows.size());
                    rows.forEach(row -> revisions.add(
                            new Revision(row.getInteger(0), Database.state(row.getShort(1)))));
                    return revisions;
                });
    }

    Future<Long> head() {
        return number("SELECT seq FROM ledger_head");
    }

    Future<Long> evidenceCount() {
        return number("SELECT count(*) FROM evidence");
    }

    Future<Vitals> vitals() {
        return query(VITALS, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            return new Vitals(row.getLong(0), row.getLong(1), row.getInteger(2), row.getInteger(3));
        });
    }

    /// Reads that run or wait for a connection.
    int pending() {
        return pending.get();
    }

    /// Open connections, at most `CONNECTIONS_MAX`.
    int connections() {
        return pool.size();
    }

    Future<List<Entry>> entriesAfter(long seq, int limit) {
        return query(ENTRY + " AND seq > $1 ORDER BY seq LIMIT $2", Tuple.of(seq, (long) limit))
                .map(Reads::entries);
    }

    Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
        return query(
                        ENTRY + " AND contest > 0 AND contest = $1 AND contest_seq >= $2"
                                + " ORDER BY contest_seq LIMIT $3",
                        Tuple.of(contest, fromContestSeq, (long) limit))
                .map(Reads::entries);
    }

    Future<List<byte[]>> messages(long fromSeq, int count) {
        return query(
                        "SELECT message FROM entry WHERE seq >= $1 ORDER BY seq LIMIT $2",
                        Tuple.of(fromSeq, (long) count))
                .map(rows -> {
                    List<byte[]> messages = new ArrayList<>(rows.size());
                    rows.forEach(row -> messages.add(row.getBuffer(0).getBytes()));
                    return messages;
                });
    }

    Future<Void> close() {
        return pool.close();
    }

    private Future<Long> number(String sql) {
        return query(sql, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        pending.incrementAndGet();
        return pool.preparedQuery(sql)
                .execute(values)
                .onComplete(answer -> pending.decrementAndGet())
                .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>(rows.size());
        rows.forEach(row -> entries.add(entry(row)));
        return entries;
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong(0),
                row.getInteger(1),
                row.getLong(2),
                Database.state(row.getShort(3)),
                digest(row, 4),
                digest(row, 5),
                row.getBuffer(6).getBytes());
    }

    private static Found found(Row row) {
        return new Found(
                entry(row),
                row.getInteger(7),
                row.getInteger(8),
                row.getLong(9),
                row.getString(10));
    }

    private static Digest digest(Row row, int column) {
        return Digest.of(row.getBuffer(column).getBytes());
    }
}
