package org.shomar.loadtest.load;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.SignedPacket;

/// A branch in one of its contests.
///
/// @param index of the pair, from 0, in the order of the night
/// @param first its first packet as the folder has it
record Pair(int index, Branch branch, Contest contest, SignedPacket first) {
    /// What the server holds of it.
    ///
    /// @param latest its latest revision; null for none
    record Standing(@Nullable SignedPacket latest) {
        static final Standing NONE = new Standing(null);
    }

    /// Reads a message that was sent or received, so is well-formed.
    static SignedPacket read(byte[] message) {
        return switch (PacketCodec.decode(message)) {
            case Decoded.Packet packet -> packet.signed();
            case Decoded.Malformed malformed ->
                throw new IllegalArgumentException(
                        "no packet at byte " + malformed.offset() + ": " + malformed.reason());
        };
    }
}
