package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.storedPackets;

import io.vertx.core.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Appended.Full;
import org.shomar.aggregator.ledger.Appended.OutcomeUnknown;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.ledger.CuttingProxy.Cut;
import org.shomar.aggregator.verify.Verdict;

import java.io.IOException;

/// Goal: a PostgreSQL that no longer answers, on a connection that stays open, is given up on:
/// the answer is true, and the ledger goes on with another connection or closes.
/// Method: a proxy swallows what goes one way from a chosen moment on.
final class SilentDatabaseTest {
    private static final LedgerConfig IMPATIENT = new LedgerConfig(512, 100, 1_000);

    private final String url = TestPostgres.freshDatabase();
    private final CuttingProxy proxy = new CuttingProxy(url);
    private final Verdict.Storable packet = Packets.first(7, 12);
    private final Ledger ledger = open(proxy.url(), IMPATIENT, committed -> {});

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    private Stored appendedAtLast() {
        Appended answer = get(ledger.append(packet));
        while (answer instanceof Full) {
            answer = get(ledger.append(packet));
        }
        return (Stored) answer;
    }

    @Test
    void aCommitThatDoesNotArriveIsUnknown() {
        proxy.fallSilentOnce(Cut.COMMIT_LOST);
        assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(storedPackets(url)).isZero();
        assertThat(appendedAtLast().first()).isTrue();
        get(ledger.close());
    }

    @Test
    void aCommitThatIsNotAnsweredIsUnknown() {
        proxy.fallSilentOnce(Cut.ANSWER_LOST);
        assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(storedPackets(url)).isEqualTo(1);
        assertThat(appendedAtLast().first()).isFalse();
        get(ledger.close());
    }

    @Test
    void aQuestionThatIsNotAnsweredStoresNothing() {
        get(ledger.append(packet));
        proxy.fallSilentOnce(Cut.AT_BEGIN);
        assertThat(get(ledger.append(packet))).isInstanceOf(Full.class); // known, so it is asked
        assertThat(proxy.hasCut()).isTrue();
        assertThat(appendedAtLast().first()).isFalse();
        get(ledger.close());
    }

    @Test
    void closesWhileACommitIsNotAnswered() {
        proxy.fallSilentOnce(Cut.COMMIT_LOST);
        Future<Appended> answer = ledger.append(packet);
        while (!proxy.hasCut()) {
            Thread.onSpinWait();
        }
        get(ledger.close());
        assertThat(get(answer)).isInstanceOf(OutcomeUnknown.class);
    }
}
