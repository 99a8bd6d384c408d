package org.shomar.aggregator;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;

/// An entry that no node writes, with a leaf hash that is too long. A node that follows the
/// ledger takes it over half-way and stops for ever.
final class ForeignEntry {
    private static final String SQL = """
            ALTER TABLE shomar.entry DROP CONSTRAINT entry_leaf_hash_check;
            WITH head AS (UPDATE shomar.ledger_head SET seq = seq + 1 RETURNING seq)
            INSERT INTO shomar.entry (seq, contest_seq, contest, branch, revision, kind, state,
              packet_id, leaf_hash, log_size, findings, message)
            SELECT seq, 1, 8, 12, 1, 2, 0, sha256('1'), sha256('2') || '\\x00', seq, '[]', '\\x00'
            FROM head""";

    private ForeignEntry() {}

    /// Writes it to a ledger that has nothing of contest 8 yet.
    static void writeTo(String databaseUrl, Vertx vertx) {
        PgConnection.connect(vertx, databaseUrl)
                .compose(owner -> owner.query(SQL).execute().eventually(owner::close))
                .await();
    }
}
