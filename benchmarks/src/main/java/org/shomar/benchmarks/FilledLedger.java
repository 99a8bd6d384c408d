package org.shomar.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Puts invented entries into a ledger's tables, far faster than through the ledger.
final class FilledLedger {
    private static final int ENTRIES_PER_STATEMENT = 100_000;
    private static final int BRANCHES = 60_000;

    /// Contests from here on are invented; the benchmark's own have lower numbers.
    private static final int CONTEST_FIRST = 1_000_000;

    /// Ids look like hashes: a hash of the sequence number.
    private static final String ADD = """
            INSERT INTO shomar.entry (seq, contest_seq, contest, branch, revision, kind, state,
                                      packet_id, leaf_hash, log_size, findings,
                                      message)
            SELECT n, 1 + n / ?, ? + n %% ?, 1 + (n / ?) %% %1$d, 1 + (n / ?) / %1$d, 2, 0,
                   sha256(int8send(n)), sha256(int8send(-n)), n, '[]',
                   decode(repeat('5a', 400), 'hex')
            FROM generate_series(?::bigint, ?::bigint) n""".formatted(BRANCHES);

    private static final int CONTESTS = 3;

    private FilledLedger() {}

    /// @param url    as for the ledger
    /// @param target sequence number of the last entry wanted
    static void fill(String url, long target) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(url))) {
            long head = head(connection);
            while (head < target) {
                long to = Math.min(target, head + ENTRIES_PER_STATEMENT);
                add(connection, head + 1, to);
                head = to;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE shomar.entry");
            }
        }
    }

    private static void add(Connection connection, long from, long to) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement add = connection.prepareStatement(ADD);
                Statement heads = connection.createStatement()) {
            add.setInt(1, CONTESTS);
            add.setInt(2, CONTEST_FIRST);
            add.setInt(3, CONTESTS);
            add.setInt(4, CONTESTS);
            add.setInt(5, CONTESTS);
            add.setLong(6, from);
            add.setLong(7, to);
            add.executeUpdate();
            heads.executeUpdate("UPDATE shomar.ledger_head SET seq = " + to);
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// JDBC wants the user as a parameter.
    private static String jdbc(String url) {
        return "jdbc:" + url.replace("postgres@", "") + "?user=postgres";
    }

    private static long head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT seq FROM shomar.ledger_head")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
