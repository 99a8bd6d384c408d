package org.shomar.aggregator;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.ingress.Answer;
import org.shomar.aggregator.ingress.Problem;
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.ledger.Found;
import org.shomar.aggregator.ledger.Revision;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.proof.Signed;

import java.util.List;

/// The words of an answer (wire section 4). Every text put in here is hex, a number or JSON
/// already.
final class Bodies {
    private Bodies() {}

    /// Writes the members of a stored packet's answer: the same text for the same place, for
    /// ever.
    static void append(Buffer out, Appended.Stored stored, Signed signed) {
        append(
                out,
                stored.packet(),
                stored.state(),
                stored.seq(),
                stored.contestSeq(),
                stored.findings(),
                signed);
    }

    private static void append(
            Buffer out,
            Digest packet,
            PacketState state,
            long seq,
            long contestSeq,
            String findings,
            Signed signed) {
        out.appendString("\"packet\":\"" + packet + "\",\"state\":\"" + state.word()
                + "\",\"seq\":" + seq + ",\"contestSeq\":" + contestSeq + ",\"findings\":"
                + findings + ",\"receipt\":\"");
        signed.appendReceipt(out, seq - 1);
        out.appendByte((byte) '"');
    }

    /// The first answer, and where the packet stands now.
    ///
    /// @param revisions all stored ones of its branch in its contest, ascending
    /// @param signed    the first checkpoint that covers it
    static String current(Found found, List<Revision> revisions, Signed signed) {
        Entry entry = found.entry();
        Buffer out = Buffer.buffer("{");
        append(
                out,
                entry.packet(),
                entry.state(),
                entry.seq(),
                entry.contestSeq(),
                found.findings(),
                signed);
        return out.appendString(",\"current\":{\"state\":\"" + stateNow(found, revisions)
                        + "\",\"revision\":" + revisions.getLast().revision() + "}}")
                .toString();
    }

    /// A counted packet stands until a later one is counted, a held one until a later one is
    /// stored.
    private static String stateNow(Found found, List<Revision> revisions) {
        PacketState first = found.entry().state();
        boolean replaced = revisions.stream()
                .filter(later -> later.revision() > found.revision())
                .anyMatch(
                        later -> first == PacketState.HELD || later.state() == PacketState.COUNTED);
        return replaced ? "replaced" : first.word();
    }

    static Answer.Refused conflict(Appended.Conflict conflict) {
        @Nullable Digest packet = conflict.packet();
        Answer.Current current =
                new Answer.Current(conflict.revision(), packet == null ? null : packet.toString());
        return switch (conflict.kind()) {
            case REVISION_CONFLICT ->
                new Answer.Refused(
                        Problem.REVISION_CONFLICT,
                        "revision " + conflict.revision() + " of this branch in this contest is "
                                + packet,
                        current);
            case REVISION_GAP ->
                new Answer.Refused(
                        Problem.REVISION_GAP,
                        "the next revision of this branch in this contest is "
                                + (conflict.revision() + 1),
                        current);
        };
    }
}
