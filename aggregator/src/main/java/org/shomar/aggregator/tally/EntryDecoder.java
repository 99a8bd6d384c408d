package org.shomar.aggregator.tally;

import org.shomar.aggregator.fold.Counted;
import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.packet.Counts;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;

/// What the fold takes from an entry, fresh or stored.
public final class EntryDecoder {
    private EntryDecoder() {}

    /// Reads a stored entry again.
    ///
    /// @throws IllegalStateException when its message does not decode: a bug, as only what was
    ///     decoded once is stored
    public static Counted decode(Entry entry) {
        return switch (PacketCodec.decode(entry.message())) {
            case Decoded.Packet decoded -> {
                requireLeaf(entry, decoded.signed());
                yield counted(
                        entry.seq(),
                        entry.contestSeq(),
                        decoded.signed().packet(),
                        entry.packet(),
                        entry.state());
            }
            case Decoded.Malformed malformed ->
                throw new IllegalStateException("entry " + entry.seq()
                        + " was stored, but its message does not decode: byte " + malformed.offset()
                        + ": " + malformed.reason());
        };
    }

    private static void requireLeaf(Entry entry, SignedPacket signed) {
        if (!signed.leafHash().equals(entry.leafHash())) {
            throw new IllegalStateException("entry " + entry.seq() + " has the leaf hash "
                    + entry.leafHash() + ", but its message has " + signed.leafHash()
                    + ": the database was changed by hand. Restore a backup");
        }
    }

    /// Takes a fresh entry, decoded already.
    static Counted counted(Committed committed) {
        SignedPacket signed = committed.entry().signed();
        return counted(
                committed.seq(),
                committed.contestSeq(),
                signed.packet(),
                signed.id(),
                committed.entry().state());
    }

    private static Counted counted(
            long seq, long contestSeq, ResultPacket packet, Digest id, PacketState state) {
        Counts listVotes = packet.listVotes();
        return new Counted(
                seq,
                contestSeq,
                packet.branch(),
                packet.revision(),
                id,
                state,
                packet.ballots(),
                packet.votes(),
                listVotes == null ? Counts.NONE : listVotes);
    }
}
