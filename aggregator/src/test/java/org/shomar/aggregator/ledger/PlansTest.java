package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Goal: a commit costs the same on an empty and on a full ledger, so PostgreSQL plans it
/// the same way whatever it believes of the tables' sizes.
///
/// Method: the generic plan of each lookup, on an empty ledger without statistics, and
/// after 100,000 entries and ANALYZE.
final class PlansTest {
    private static final String FILL = """
            INSERT INTO shomar.entry (seq, contest_seq, contest, branch, revision, kind, state,
                                      packet_id, leaf_hash, log_size, findings,
                                      message)
            SELECT n, n, 7, n, 1, 2, 0, sha256(int8send(n)), sha256(int8send(n)), n,
                   '[]', '\\x5a'
            FROM generate_series(2, 100000) n""";

    /// A join without LIMIT, as the lookups were written once: the control, whose plan does
    /// change.
    private static final String SWAPPABLE = """
            SELECT e.seq FROM unnest($1::bytea[]) AS asked (packet_id)
            JOIN entry e USING (packet_id)""";

    private final String url = TestPostgres.freshDatabase();

    static Stream<String> lookups() {
        return Stream.of(Statements.STORED, Statements.FOLLOW, Reads.FIND);
    }

    @ParameterizedTest
    @MethodSource("lookups")
    void plansEachLookupAlikeOnAnEmptyAndOnAFullLedger(String statement) {
        analyzedWhenEmpty();
        String empty = plan(statement);
        fill();
        assertThat(plan(statement))
                .isEqualTo(empty)
                .contains("Index", "Limit")
                .doesNotContain("Seq Scan", "Sort");
    }

    @Test
    void wouldSeeAPlanThatDependsOnTheTable() {
        analyzedWhenEmpty();
        String empty = plan(SWAPPABLE);
        fill();
        assertThat(plan(SWAPPABLE)).isNotEqualTo(empty);
    }

    private void analyzedWhenEmpty() {
        get(open(url).close());
        sql(url, "VACUUM ANALYZE shomar.entry");
    }

    private void fill() {
        sql(url, FILL);
        sql(url, "VACUUM ANALYZE shomar.entry");
    }

    /// As the application's connections plan it.
    private String plan(String statement) {
        PgConnection connection = get(Database.at(url).connectAsApp(TestPostgres.VERTX));
        try {
            List<String> lines = StreamSupport.stream(
                            get(connection
                                            .query("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + statement)
                                            .execute())
                                    .spliterator(),
                            false)
                    .map(row -> row.getString(0))
                    .toList();
            return lines.stream().collect(Collectors.joining("\n"));
        } finally {
            get(connection.close());
        }
    }
}
