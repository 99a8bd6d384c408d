package org.shomar.aggregator.packet;

/// The property that fuzzing looks after: reading never throws, and a message that is accepted
/// says what would be written to the same bytes.
final class Canonical {
    private Canonical() {}

    /// Throws when the property does not hold for these bytes. Answers whether they were
    /// accepted.
    static boolean check(byte[] message) {
        return switch (PacketCodec.decode(message)) {
            case Decoded.Malformed malformed -> {
                if (malformed.offset() < 0 || malformed.offset() > message.length) {
                    throw new AssertionError("offset outside the message: " + malformed);
                }
                yield false;
            }
            case Decoded.Packet read -> {
                checkAccepted(read.signed());
                yield true;
            }
        };
    }

    private static void checkAccepted(SignedPacket signed) {
        byte[] payload = PacketCodec.payload(signed.packet());
        if (!Digest.sha256(payload).equals(signed.id())) {
            throw new AssertionError("written again, the payload has other bytes: " + signed);
        }
        for (Signature signature : signed.signatures()) {
            byte[] signs = signature.toBeSigned();
            int payloadFrom = signs.length - payload.length;
            if (signature.bytes().length != 64
                    || !Digest.sha256(signs, payloadFrom, signs.length).equals(signed.id())) {
                throw new AssertionError("a signature does not sign the payload: " + signed);
            }
        }
    }
}
