package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;

import io.vertx.core.Future;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.ledger.Appended.Full;
import org.shomar.aggregator.ledger.Appended.OutcomeUnknown;
import org.shomar.aggregator.ledger.Appended.Stored;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Goal: a fault of this process costs no answer: what was under way is unknown, all else was
/// not stored, and the next start knows which.
///
/// Method: a ledger on a real PostgreSQL whose listener throws once something is committed;
/// then a second ledger on the same database.
class StoppedLedgerTest {
    private static final int ENTRIES = 50;

    private final String url = TestPostgres.freshDatabase();

    static Stream<Consumer<List<Committed>>> faults() {
        return Stream.of(
                committed -> {
                    throw new IllegalStateException("two facts disagree");
                },
                committed -> {
                    throw new OutOfMemoryError("of buffers");
                });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void answersWhatIsUnderWayAsUnknownAndTheRestAsNotStored(Consumer<List<Committed>> fault) {
        LedgerConfig fewAtOnce = new LedgerConfig(4, ENTRIES);
        Ledger ledger = open(url, fewAtOnce, fault);
        List<Future<Appended>> answers = IntStream.rangeClosed(1, ENTRIES)
                .mapToObj(branch -> ledger.append(Packets.first(7, branch)))
                .toList();
        List<Appended> got = answers.stream().map(TestPostgres::get).toList();
        long unknown = got.stream().filter(OutcomeUnknown.class::isInstance).count();
        assertThat(unknown).isBetween(1L, 4L);
        assertThat(got).allMatch(one -> one instanceof OutcomeUnknown || one instanceof Full);

        assertThat(get(ledger.append(Packets.first(8, 1)))).isInstanceOf(Full.class);
        assertThat(ledger.state()).isEqualTo(Ledger.State.STOPPED);
        assertThatThrownBy(() -> get(ledger.contestHeads())).hasMessageContaining("no connection");
        assertThat(ledger.waiting()).isZero();
        get(ledger.close());

        Ledger next = open(url);
        assertThat(get(next.head())).isEqualTo(1 + unknown);
        for (int branch = 1; branch <= ENTRIES; branch++) {
            Stored stored = (Stored) get(next.append(Packets.first(7, branch)));
            assertThat(stored.first()).isEqualTo(got.get(branch - 1) instanceof Full);
        }
        assertThat(next.state()).isEqualTo(Ledger.State.CONNECTED);
        get(next.close());
    }
}
