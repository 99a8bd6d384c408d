package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.shomar.aggregator.packet.Digest;

import java.util.Arrays;

/// Entry 1, the definition statement: written to an empty ledger, compared in any other, so
/// that a ledger never mixes two elections.
final class FirstEntry {
    private static final byte[] LEAF = {0};

    private static final String INSERT = """
            WITH added AS (
              INSERT INTO entry (seq, contest_seq, contest, branch, revision, kind, state,
                                 packet_id, leaf_hash, log_size, findings, message)
              VALUES (1, 0, 0, 0, 0, 1, 0, $1, $2, 1, '[]', $3) RETURNING seq)
            UPDATE ledger_head SET seq = (SELECT seq FROM added)""";

    private static final String FIRST_AND_LAST =
            "SELECT (SELECT message FROM entry WHERE seq = 1) AS first,"
                    + " coalesce((SELECT max(seq) FROM entry), 0) AS last";

    private final SqlConnection app;
    private final byte[] statement;

    FirstEntry(SqlConnection app, byte[] statement) {
        this.app = app;
        this.statement = statement.clone();
    }

    Future<Void> writeOrCompare() {
        return app.query("BEGIN")
                .execute()
                .compose(begun ->
                        app.query("SELECT seq FROM ledger_head FOR UPDATE").execute())
                .compose(head -> {
                    if (head.size() != 1) {
                        throw new LedgerRefusedException("ledger_head has " + head.size()
                                + " rows instead of one: this database was changed by hand."
                                + " Restore a backup");
                    }
                    long seq = head.iterator().next().getLong(0);
                    return seq == 0 ? write() : compare(seq);
                })
                .compose(sound -> app.query("COMMIT").execute())
                .mapEmpty();
    }

    private Future<Void> write() {
        return app.preparedQuery(INSERT)
                .execute(Tuple.of(
                        Buffer.buffer(Digest.sha256(statement).bytes()),
                        Buffer.buffer(Digest.sha256(LEAF, statement).bytes()),
                        Buffer.buffer(statement)))
                .mapEmpty();
    }

    private Future<Void> compare(long head) {
        return app.query(FIRST_AND_LAST).execute().map(rows -> {
            Row row = rows.iterator().next();
            Buffer first = row.getBuffer("first");
            if (first == null || !Arrays.equals(first.getBytes(), statement)) {
                throw new LedgerRefusedException("this database holds the ledger of another"
                        + " definition. A definition never changes once it has a ledger: use the"
                        + " election file it was made with, or an empty database");
            }
            long last = row.getLong("last");
            if (last != head) {
                throw new LedgerRefusedException("ledger_head says " + head
                        + " but the last entry is " + last + ": this database was changed by hand"
                        + " or restored in part. Restore a whole backup");
            }
            return null;
        });
    }
}
