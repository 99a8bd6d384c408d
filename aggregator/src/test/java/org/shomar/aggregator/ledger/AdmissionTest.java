package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Admission.Decided;
import org.shomar.aggregator.ledger.Admission.Known;
import org.shomar.aggregator.ledger.Admission.Latest;
import org.shomar.aggregator.ledger.Admission.Pair;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Conflict.Kind;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.verify.Verdict;

import java.util.List;
import java.util.Map;

/// Goal: a batch is decided in order, by what the ledger holds and by what stands before in
/// it.
/// Method: pure calls; no database.
final class AdmissionTest {
    private static final Verdict.Storable FIRST = Packets.first(7, 12);
    private static final Known EMPTY = new Known(1, Map.of(), Map.of(), Map.of());
    private static final Known HOLDS_FIRST = new Known(
            41,
            Map.of(),
            Map.of(new Pair(7, 12), new Latest(1, FIRST.signed().id())),
            Map.of(7, 9L));

    @Test
    void givesTheNextPlacesInOrder() {
        Decided decided = Admission.decide(
                List.of(Packets.first(7, 13), Packets.first(8, 13), Packets.first(7, 14)),
                HOLDS_FIRST);
        assertThat(decided.added()).extracting(Committed::seq).containsExactly(42L, 43L, 44L);
        assertThat(decided.added()).extracting(Committed::contestSeq).containsExactly(10L, 1L, 11L);
        assertThat(decided.answers()).allMatch(a -> a instanceof Stored stored && stored.first());
        assertThat(decided.evidence()).isEmpty();
    }

    @Test
    void answersAKnownPacketWithItsFirstAnswerAndWritesNothing() {
        Stored before = new Stored(
                false, FIRST.signed().id(), PacketState.HELD, 17, 3, "[\"as it was\"]", 20);
        Known known = new Known(41, Map.of(before.packet(), before), Map.of(), Map.of());
        Decided decided = Admission.decide(List.of(FIRST, FIRST), known);
        assertThat(decided.answers()).containsExactly(before, before);
        assertThat(decided.nothingToWrite()).isTrue();
    }

    @Test
    void secondOfTwoInOneBatchIsNotFirst() {
        Decided decided = Admission.decide(List.of(FIRST, FIRST), EMPTY);
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
        assertThat(Admission.decide(List.of(FIRST, second), EMPTY).added()).hasSize(2);

        Decided turned = Admission.decide(List.of(second, FIRST), EMPTY);
        assertThat(turned.answers().getFirst()).isEqualTo(new Conflict(Kind.REVISION_GAP, 0, null));
        assertThat(turned.added()).extracting(Committed::entry).containsExactly(FIRST);
    }

    @Test
    void anotherPacketUnderAStoredRevisionIsAConflictAndEvidence() {
        Verdict.Storable other = Packets.first(7, 12, "other");
        Decided decided = Admission.decide(List.of(other), HOLDS_FIRST);
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
        Decided decided = Admission.decide(List.of(wrong), HOLDS_FIRST);
        assertThat(decided.answers())
                .containsExactly(
                        new Conflict(Kind.REVISION_CONFLICT, 1, FIRST.signed().id()));
        assertThat(decided.evidence()).containsExactly(wrong);
    }

    @Test
    void aSkippedRevisionIsAGapAndNoEvidence() {
        Verdict.Storable third = Packets.after(Packets.after(FIRST));
        Decided decided = Admission.decide(List.of(third), HOLDS_FIRST);
        assertThat(decided.answers())
                .containsExactly(
                        new Conflict(Kind.REVISION_GAP, 1, FIRST.signed().id()));
        assertThat(decided.nothingToWrite()).isTrue();
    }
}
