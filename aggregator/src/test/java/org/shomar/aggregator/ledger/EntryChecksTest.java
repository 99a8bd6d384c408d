package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.pgclient.PgException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;

/// Goal: PostgreSQL itself takes no entry whose columns cannot be true, whatever the server
/// believes.
/// Method: one good row, in which a test changes some columns, up to their bounds and past
/// them. The rows at the bounds are the control.
final class EntryChecksTest {
    private static final String URL = TestPostgres.freshDatabase();
    private static final String CHECK_VIOLATION = "23514";

    private static final Map<String, String> GOOD = new LinkedHashMap<>();

    static {
        GOOD.put("seq", "2");
        GOOD.put("contest_seq", "1");
        GOOD.put("contest", "7");
        GOOD.put("branch", "12");
        GOOD.put("revision", "1");
        GOOD.put("kind", "2");
        GOOD.put("state", "0");
        GOOD.put("packet_id", "sha256('1')");
        GOOD.put("leaf_hash", "sha256('2')");
        GOOD.put("log_size", "2");
        GOOD.put("findings", "'[]'");
        GOOD.put("message", "'\\x00'");
    }

    @BeforeAll
    static void migrate() {
        get(open(URL).close());
    }

    /// Inserts the good row with other columns, and takes it back.
    ///
    /// @param changes such as `seq: 3, log_size: 3`; empty for none
    private static void insert(String changes) {
        Map<String, String> row = new LinkedHashMap<>(GOOD);
        for (String change : changes.isEmpty() ? new String[0] : changes.split(", ")) {
            String[] both = change.split(": ", 2);
            assertThat(row.replace(both[0], both[1])).isNotNull();
        }
        sql(
                URL,
                "BEGIN; INSERT INTO shomar.entry (" + String.join(", ", row.keySet()) + ") VALUES ("
                        + String.join(", ", row.values()) + "); ROLLBACK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "seq: 9223372036854775807, log_size: 9223372036854775807",
                "log_size: 3",
                "contest_seq: 9223372036854775807",
                "contest: 2147483647",
                "branch: 2147483647",
                "revision: 65535",
                "state: 1",
                "findings: repeat('x'::text,65536)",
                "message: decode(repeat('00'::text,65535),'hex')"
            })
    void takes(String changes) {
        insert(changes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seq: 0",
                "seq: -1",
                "seq: 1",
                "log_size: 1",
                "contest_seq: 0",
                "contest_seq: -1",
                "contest: 0",
                "contest: -1",
                "branch: 0",
                "branch: -1",
                "revision: 0",
                "revision: -1",
                "revision: 65536",
                "kind: 0",
                "kind: 1",
                "kind: 3",
                "state: -1",
                "state: 2",
                "packet_id: substr(sha256('1'),2)",
                "packet_id: sha256('1')||'\\x00'",
                "leaf_hash: substr(sha256('1'),2)",
                "leaf_hash: sha256('1')||'\\x00'",
                "findings: '['",
                "findings: repeat('x'::text,65537)",
                "message: ''",
                "message: decode(repeat('00'::text,65536),'hex')",
                "kind: 1, contest: 0, contest_seq: 0, branch: 0, revision: 0",
                "kind: 1, seq: 1, contest: 7, contest_seq: 0, branch: 0, revision: 0",
                "kind: 1, seq: 1, contest: 0, contest_seq: 1, branch: 0, revision: 0",
                "kind: 1, seq: 1, contest: 0, contest_seq: 0, branch: 12, revision: 0",
                "kind: 1, seq: 1, contest: 0, contest_seq: 0, branch: 0, revision: 1"
            })
    void refuses(String changes) {
        assertThatThrownBy(() -> insert(changes))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo(CHECK_VIOLATION));
    }
}
