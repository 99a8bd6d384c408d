package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.ledger.Migrations.Migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Goal: what is stored cannot be changed, and a database that could lose or mix up entries is
/// refused at start, with a message that says what to do.
/// Method: real PostgreSQL; statements as the application's role and as the owner.
final class SchemaTest {
    private final String url = TestPostgres.freshDatabase();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE entry SET state = 1",
                "DELETE FROM entry",
                "TRUNCATE entry",
                "TRUNCATE entry CASCADE",
                "UPDATE evidence SET reason = ''",
                "DELETE FROM evidence",
                "TRUNCATE evidence",
                "DELETE FROM ledger_head",
                "INSERT INTO ledger_head VALUES (false, 1)",
                "TRUNCATE ledger_head",
                "ALTER TABLE entry DISABLE TRIGGER ALL",
                "DROP TABLE entry",
                "SET session_replication_role = replica",
                "INSERT INTO schema_migration VALUES (2, '', '')"
            })
    void theApplicationHasNoPermissionTo(String statement) {
        filledLedger();
        assertThatThrownBy(() -> asApp(statement))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE shomar.entry SET state = 1",
                "DELETE FROM shomar.entry",
                "TRUNCATE shomar.entry",
                "UPDATE shomar.evidence SET reason = ''",
                "DELETE FROM shomar.evidence",
                "TRUNCATE shomar.evidence",
                "DELETE FROM shomar.ledger_head",
                "TRUNCATE shomar.ledger_head",
                "SET session_replication_role = replica; DELETE FROM shomar.entry"
            })
    void triggersStopTheOwnerFrom(String statement) {
        filledLedger();
        assertThatThrownBy(() -> sql(url, statement)).hasMessageContaining("only ever added to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE ledger_head SET seq = 1", "UPDATE ledger_head SET seq = seq"})
    void headsOnlyGoForward(String statement) {
        filledLedger();
        assertThatThrownBy(() -> asApp(statement)).hasMessageContaining("only goes forward");
    }

    private void filledLedger() {
        Ledger ledger = open(url);
        get(ledger.append(Packets.first(7, 12)));
        get(ledger.append(Packets.first(7, 13)));
        get(ledger.append(Packets.first(7, 12, "other")));
        assertThat(get(ledger.evidenceCount())).isEqualTo(1);
        get(ledger.close());
    }

    private void asApp(String statement) {
        get(PgConnection.connect(TestPostgres.VERTX, Database.at(url).appOptions())
                .compose(app -> app.query(statement).execute().eventually(app::close)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "local", "remote_write", "remote_apply"})
    void acceptsEverySynchronousCommitThatFlushesHere(String value) {
        set("synchronous_commit", value);
        get(open(url).close());
    }

    @Test
    void refusesToRunWithSynchronousCommitOff() {
        set("synchronous_commit", "off");
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("synchronous_commit = off")
                .hasMessageContaining("Set synchronous_commit = on");
    }

    private void set(String name, String value) {
        String database = url.substring(url.lastIndexOf('/') + 1);
        sql(url, "ALTER DATABASE " + database + " SET " + name + " = " + value);
    }

    @Test
    void refusesTheLedgerOfAnotherDefinition() {
        get(open(url).close());
        assertThatThrownBy(() -> get(Ledger.open(
                        TestPostgres.VERTX,
                        url,
                        LedgerConfig.DEFAULT,
                        "another".getBytes(StandardCharsets.UTF_8),
                        new KeptLeaves(committed -> {}))))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("another definition");
    }

    @Test
    void refusesAHeadThatDoesNotMatchTheEntries() {
        get(open(url).close());
        sql(url, "UPDATE shomar.ledger_head SET seq = 5");
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("ledger_head says 5 but the last entry is 1");
    }

    @Test
    void refusesAMalformedUrlWithoutRepeatingItsPassword() {
        assertThatThrownBy(() -> open("mysql://me:secret@host/db"))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("postgresql://")
                .hasMessageNotContaining("secret");
    }

    @Test
    void ledgersThatStartTogetherMigrateOnce() {
        List<Future<Ledger>> opened = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            opened.add(TestPostgres.tryOpen(url, LedgerConfig.DEFAULT, committed -> {}));
        }
        opened.forEach(ledger -> get(get(ledger).close()));
        get(open(url).close());
        Row row = sql(
                        url,
                        "SELECT (SELECT count(*) FROM shomar.schema_migration),"
                                + " (SELECT count(*) FROM shomar.entry)")
                .iterator()
                .next();
        assertThat(row.getLong(0)).isEqualTo(Migrations.shipped().size());
        assertThat(row.getLong(1)).isEqualTo(1);
    }

    @Test
    void refusesAMigrationThatChangedAfterItWasApplied() {
        migrate(new Migration(1, "0001_a.sql", "CREATE TABLE a (a int)"));
        assertThatThrownBy(() -> migrate(new Migration(1, "0001_a.sql", "CREATE TABLE b (b int)")))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("0001_a.sql is not the one that was applied");
    }

    @Test
    void acceptsAnEarlierTextThatMadeTheSameSchema() {
        get(open(url).close());
        String former = "UPDATE shomar.schema_migration SET sha256 = '\\x%s' WHERE version = 1";
        sql(
                url,
                former.formatted(
                        "6145f53c75681bafca603965c3b43f6f0f2718e1856a6e13f276fed6ef10dcc5"));
        get(open(url).close());
        sql(url, former.formatted("00".repeat(32)));
        assertThatThrownBy(() -> open(url)).hasMessageContaining("is not the one that was applied");
    }

    @Test
    void refusesASchemaOfANewerVersion() {
        Migration one = new Migration(1, "0001_a.sql", "CREATE TABLE a (a int)");
        migrate(one, new Migration(2, "0002_b.sql", "CREATE TABLE b (b int)"));
        assertThatThrownBy(() -> migrate(one))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("0002_b.sql")
                .hasMessageContaining("newer Shomar");
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> migrate(
                        new Migration(1, "0001_a.sql", "CREATE TABLE a (a int); SELECT 1 / 0")))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("division by zero");
        migrate(new Migration(1, "0001_a.sql", "CREATE TABLE a (a int)"));
    }

    private void migrate(Migration... migrations) {
        get(Database.at(url).connectAsOwner(TestPostgres.VERTX).compose(owner -> new Migrations(
                        owner, List.of(migrations))
                .apply()
                .eventually(owner::close)));
    }
}
