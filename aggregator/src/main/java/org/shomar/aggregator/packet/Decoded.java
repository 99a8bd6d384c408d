package org.shomar.aggregator.packet;

/// The answer of [PacketCodec#decode].
public sealed interface Decoded {
    record Packet(SignedPacket signed) implements Decoded {}

    /// @param offset of the first byte that cannot be right
    /// @param reason what is wrong there and what is expected, in one English line
    record Malformed(int offset, String reason) implements Decoded {}
}
