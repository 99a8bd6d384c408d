package org.shomar.aggregator.audit;

import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketState;
import org.shomar.aggregator.packet.ResultPacket;

/// What one entry is, looked at alone.
sealed interface Judged {
    long leaf();

    /// Of the entry's own bytes.
    Digest leafHash();

    /// The definition statement, where it belongs.
    record Statement(long leaf, Digest leafHash) implements Judged {}

    /// A packet that may be stored.
    ///
    /// @param state by the rules
    record Packet(long leaf, Digest leafHash, Digest id, ResultPacket packet, PacketState state)
            implements Judged {}

    /// Nothing that belongs here.
    record Faulty(long leaf, Digest leafHash, Difference difference) implements Judged {}
}
