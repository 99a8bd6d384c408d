package org.shomar.aggregator.packet;

/// Cuts a stream of bytes into CBOR items (RFC 8742) as they arrive, whatever the chunks.
///
/// Any well-formed item is cut out, deterministic or not: judging it is [PacketCodec]'s work.
/// Memory is bounded by one message of `SignedPacket.MESSAGE_BYTES_MAX`; of a longer one only the
/// structure is followed.
public final class CborSequence {
    public CborSequence(Sink sink) {}

    /// Takes the next bytes; the sink is called for every item that they complete. After `broken`
    /// all else is ignored.
    public void feed(byte[] chunk) {
        throw new IllegalStateException("shell");
    }

    /// Says that no more bytes come; an unfinished item is `broken`.
    public void end() {
        throw new IllegalStateException("shell");
    }

    /// Who takes the items, in order.
    public interface Sink {
        void message(byte[] message);

        /// An item longer than `SignedPacket.MESSAGE_BYTES_MAX` was passed over.
        ///
        /// @param offset of its first byte in the stream
        void tooLarge(long offset);

        /// The stream is not a CBOR sequence from here on.
        void broken(long offset, String reason);
    }
}
