package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;
import static org.shomar.aggregator.ledger.TestPostgres.storedPackets;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Appended.Full;
import org.shomar.aggregator.ledger.Appended.OutcomeUnknown;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.ledger.CuttingProxy.Cut;
import org.shomar.aggregator.verify.Verdict;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// Goal: whenever the connection is lost, the answer is true: stored, not stored, or
/// unknown, and the same entry sent again is told where it stands.
/// Method: a proxy cuts the line at a chosen moment; the database itself is asked what is
/// stored. The two cuts during COMMIT are each other's control: no fixed answer is right
/// for both.
final class LostConnectionTest {
    private static final LedgerConfig IMPATIENT = new LedgerConfig(512, 100, 1_000);

    private final String url = TestPostgres.freshDatabase();
    private final CuttingProxy proxy = new CuttingProxy(url);
    private final Verdict.Storable packet = Packets.first(7, 12);

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @Test
    void aLostAnswerToCommitIsUnknownAndTheEntryIsThere() {
        Ledger ledger = open(proxy.url());
        proxy.cutOnce(Cut.ANSWER_LOST);
        assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(storedPackets(url)).isEqualTo(1);

        Stored again = (Stored) get(ledger.append(packet));
        assertThat(again.first()).isFalse();
        assertThat(again.seq()).isEqualTo(2);
        get(ledger.close());
    }

    @Test
    void aLostCommitIsUnknownAndTheEntryIsNotThere() {
        Ledger ledger = open(proxy.url());
        proxy.cutOnce(Cut.COMMIT_LOST);
        assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(storedPackets(url)).isZero();

        Stored again = (Stored) get(ledger.append(packet));
        assertThat(again.first()).isTrue();
        assertThat(again.seq()).isEqualTo(2);
        get(ledger.close());
    }

    @Test
    void aConnectionLostBeforeCommitIsTriedAgainUnseen() {
        Ledger ledger = open(proxy.url());
        get(ledger.append(packet));
        proxy.cutOnce(Cut.AT_BEGIN);
        Stored known = (Stored) get(ledger.append(packet)); // is asked about, so not at once
        assertThat(proxy.hasCut()).isTrue();
        assertThat(known.first()).isFalse();
        assertThat(storedPackets(url)).isEqualTo(1);
        get(ledger.close());
    }

    @Test
    void keepsOrderAndNumbersThroughManyCuts() {
        Ledger ledger = open(proxy.url());
        Verdict.Storable revision = packet;
        for (int n = 1; n <= 40; n++) {
            proxy.cutOnce(Cut.values()[n % 3]);
            Appended answer = get(ledger.append(revision));
            while (answer instanceof OutcomeUnknown) {
                answer = get(ledger.append(revision));
            }
            assertThat(((Stored) answer).seq()).isEqualTo(n + 1);
            revision = Packets.after(revision);
        }
        assertThat(storedPackets(url)).isEqualTo(40);
        get(ledger.close());
    }

    @Test
    void entriesDoNotWaitForEverWhileTheDatabaseIsAway() {
        Ledger ledger = open(proxy.url(), IMPATIENT, committed -> {});
        breakDown(ledger);
        List<Future<Appended>> answers = IntStream.rangeClosed(1, 150)
                .mapToObj(branch -> ledger.append(Packets.first(7, branch)))
                .toList();
        assertThat(answers.subList(100, 150)).allMatch(a -> a.result() instanceof Full);
        assertThat(answers.subList(0, 100)).allMatch(a -> get(a) instanceof Full);
        assertThat(ledger.waiting()).isZero();
        assertThat(storedPackets(url)).isZero();

        proxy.heal();
        Appended answer = get(ledger.append(packet));
        while (answer instanceof Full) {
            answer = get(ledger.append(packet));
        }
        assertThat(((Stored) answer).seq()).isEqualTo(2);
        get(ledger.close());
    }

    @Test
    void closesEvenWhileTheDatabaseIsAway() {
        Ledger ledger = open(proxy.url(), IMPATIENT, committed -> {});
        breakDown(ledger);
        Future<Appended> answer = ledger.append(packet);
        get(ledger.close());
        assertThat(answer.result()).isInstanceOf(Full.class);
    }

    @Test
    void aHeadLockedTooLongIsNotStoredAndTheLedgerGoesOn() {
        Ledger ledger = open(url, IMPATIENT, committed -> {});
        PgConnection other = get(PgConnection.connect(TestPostgres.VERTX, url));
        get(other.query("BEGIN; SELECT seq FROM shomar.ledger_head FOR UPDATE").execute());
        assertThat(get(ledger.append(packet))).isInstanceOf(Full.class);
        get(other.close());

        Stored answer = (Stored) get(ledger.append(packet));
        assertThat(answer.first()).isTrue();
        assertThat(storedPackets(url)).isEqualTo(1);
        get(ledger.close());
    }

    @Test
    void aTerminatedBackendIsReplaced() {
        Ledger ledger = open(url);
        get(ledger.append(packet));
        sql(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Verdict.Storable next = Packets.after(packet);
        Appended answer = get(ledger.append(next));
        while (answer instanceof OutcomeUnknown) {
            answer = get(ledger.append(next));
        }
        assertThat(((Stored) answer).seq()).isEqualTo(3);
        get(ledger.close());
    }

    @Test
    void anExceptionWhereCommitsAreTakenOverStopsTheLedger() {
        Ledger ledger = open(url, LedgerConfig.DEFAULT, committed -> {
            throw new IllegalStateException("size 1 is not 2");
        });
        assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
        assertThat(get(ledger.append(packet))).isInstanceOf(Full.class);
        assertThat(storedPackets(url)).isEqualTo(1);
        get(ledger.close());
    }

    /// What PostgreSQL says of the statement comes before what it says of its commit; who
    /// takes the first for the second would answer "stored" here.
    @Test
    void anErrorOfTheCommitItselfIsNotStored() {
        Ledger ledger = open(url, IMPATIENT, committed -> {});
        sql(url, """
                CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN RAISE EXCEPTION 'refused at the very end'; END $$;
                CREATE CONSTRAINT TRIGGER late AFTER INSERT ON shomar.entry
                  DEFERRABLE INITIALLY DEFERRED
                  FOR EACH ROW EXECUTE FUNCTION refuse_late()""");
        assertThat(get(ledger.append(packet))).isInstanceOf(Full.class);
        assertThat(storedPackets(url)).isZero();

        sql(url, "DROP TRIGGER late ON shomar.entry");
        Appended answer = get(ledger.append(packet));
        while (answer instanceof Full) {
            answer = get(ledger.append(packet));
        }
        assertThat(((Stored) answer).seq()).isEqualTo(2);
        assertThat(((Stored) answer).first()).isTrue();
        get(ledger.close());
    }

    /// Until the ledger knows, so that nothing is sent whose outcome would be unknown.
    private void breakDown(Ledger ledger) {
        proxy.breakDown();
        while (ledger.state() == Ledger.State.CONNECTED) {
            Thread.onSpinWait();
        }
    }
}
