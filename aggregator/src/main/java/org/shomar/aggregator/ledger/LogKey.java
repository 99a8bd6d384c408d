package org.shomar.aggregator.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/// The key that signs this ledger's log: written once, compared ever after, by every node.
final class LogKey {
    private static final String INSERT =
            "INSERT INTO log_key (vkey) VALUES ($1) ON CONFLICT DO NOTHING";

    private LogKey() {}

    static Future<Void> writeOrCompare(SqlConnection app, String key) {
        return app.preparedQuery(INSERT)
                .execute(Tuple.of(key))
                .compose(written -> app.query("SELECT vkey FROM log_key").execute())
                .map(rows -> {
                    String stored = rows.iterator().next().getString(0);
                    if (!stored.equals(key)) {
                        throw new LedgerRefusedException("this ledger's log is signed by the key "
                                + stored + ", not by " + key + ". A log never changes its key:"
                                + " give every node the same one (--log-key), or use an empty"
                                + " database");
                    }
                    return null;
                });
    }
}
