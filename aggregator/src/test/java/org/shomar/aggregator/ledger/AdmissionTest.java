package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Admission.Decided;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Conflict.Kind;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.ledger.Heads.Following;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Goal: a batch is decided in order, by what the ledger holds and by what stands before in
/// it.
/// Method: pure calls; no database.
final class AdmissionTest {
    private static final Verdict.Storable FIRST = Packets.first(7, 12);
    private static final Heads EMPTY = heads();

    /// Entries 1 to 10; the last is the ninth of contest 7.
    private static final Heads HOLDS_FIRST = heads();

    static {
        for (int i = 1; i <= 8; i++) {
            HOLDS_FIRST.add(new Committed(1 + i, i, Packets.first(7, 100 + i), 0));
        }
        HOLDS_FIRST.add(new Committed(10, 9, FIRST, 0));
    }

    private static Heads heads() {
        Heads heads = new Heads(new SplittableRandom(1));
        heads.add(new Following(
                Buffer.buffer(new byte[32]),
                Buffer.buffer(new byte[32]),
                Buffer.buffer(new byte[Heads.PLACE_BYTES])));
        return heads;
    }

    private static Decided decide(List<Verdict.Storable> batch, Heads heads) {
        return Admission.decide(offered(batch), heads, Map.of());
    }

    private static List<Offered> offered(List<Verdict.Storable> batch) {
        return batch.stream().map(entry -> new Offered(entry, 0)).toList();
    }

    @Test
    void givesTheNextPlacesInOrder() {
        Decided decided = decide(
                List.of(Packets.first(7, 13), Packets.first(8, 13), Packets.first(7, 14)),
                HOLDS_FIRST);
        assertThat(decided.added()).extracting(Committed::seq).containsExactly(11L, 12L, 13L);
        assertThat(decided.added()).extracting(Committed::contestSeq).containsExactly(10L, 1L, 11L);
        assertThat(decided.answers()).allMatch(a -> a instanceof Stored stored && stored.first());
        assertThat(decided.evidence()).isEmpty();
    }

    @Test
    void answersAKnownPacketWithItsFirstAnswerAndWritesNothing() {
        Stored before = new Stored(
                false, FIRST.signed().id(), PacketState.HELD, 17, 3, "[\"as it was\"]", 20);
        Decided decided = Admission.decide(
                offered(List.of(FIRST, FIRST)), HOLDS_FIRST, Map.of(before.packet(), before));
        assertThat(decided.answers()).containsExactly(before, before);
        assertThat(decided.nothingToWrite()).isTrue();
    }

    @Test
    void secondOfTwoInOneBatchIsNotFirst() {
        Decided decided = decide(List.of(FIRST, FIRST), EMPTY);
        Stored one = (Stored) decided.answers().get(0);
        Stored two = (Stored) decided.answers().get(1);
        assertThat(one.first()).isTrue();
        assertThat(two.first()).isFalse();
        assertThat(two.seq()).isEqualTo(one.seq()).isEqualTo(2);
        assertThat(decided.added()).hasSize(1);
    }

    @Test
    void amendsWhatStandsBeforeItInTheBatchButNotWhatStandsAfter() {
        Verdict.Storable second = Packets.after(FIRST);
        assertThat(decide(List.of(FIRST, second), EMPTY).added()).hasSize(2);

        Decided turned = decide(List.of(second, FIRST), EMPTY);
        assertThat(turned.answers().getFirst()).isEqualTo(new Conflict(Kind.REVISION_GAP, 0, null));
        assertThat(turned.added()).extracting(Committed::entry).containsExactly(FIRST);
    }

    @Test
    void anotherPacketUnderAStoredRevisionIsAConflictAndEvidence() {
        Verdict.Storable other = Packets.first(7, 12, "other");
        Decided decided = decide(List.of(other), HOLDS_FIRST);
        assertThat(decided.answers())
                .containsExactly(
                        new Conflict(Kind.REVISION_CONFLICT, 1, FIRST.signed().id()));
        assertThat(decided.evidence()).containsExactly(other);
        assertThat(decided.added()).isEmpty();
        assertThat(decided.nothingToWrite()).isFalse();
    }

    @Test
    void aWrongPreviousIsAConflict() {
        Verdict.Storable wrong = Packets.after(Packets.first(7, 12, "other"));
        Decided decided = decide(List.of(wrong), HOLDS_FIRST);
        assertThat(decided.answers())
                .containsExactly(
                        new Conflict(Kind.REVISION_CONFLICT, 1, FIRST.signed().id()));
        assertThat(decided.evidence()).containsExactly(wrong);
    }

    @Test
    void aSkippedRevisionIsAGapAndNoEvidence() {
        Verdict.Storable third = Packets.after(Packets.after(FIRST));
        Decided decided = decide(List.of(third), HOLDS_FIRST);
        assertThat(decided.answers())
                .containsExactly(
                        new Conflict(Kind.REVISION_GAP, 1, FIRST.signed().id()));
        assertThat(decided.nothingToWrite()).isTrue();
    }
}
