package org.shomar.loadtest.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Messages that must be refused.
final class Spoiled {
    /// The last bytes of a message are its signature.
    private static final int SIGNATURE_BYTES = 64;

    /// A CBOR text: `u` says that it has 21 bytes.
    private static final byte[] NO_PACKET =
            "uthis is not a packet.".getBytes(StandardCharsets.US_ASCII);

    /// The first byte of a `COSE_Sign1`, tag 18, and that of tag 17.
    private static final byte TAG_SIGN_1 = (byte) 0xd2;

    private static final byte TAG_MAC_0 = (byte) 0xd1;

    /// The second byte of tag 97; a `COSE_Sign` has tag 98.
    private static final byte TAG_MAC = 0x61;

    private Spoiled() {}

    /// A good message with one bit of its signature turned over.
    static byte[] forged(byte[] message, SplittableRandom random) {
        byte[] forged = message.clone();
        int at = message.length - 1 - random.nextInt(SIGNATURE_BYTES);
        forged[at] ^= (byte) (1 << random.nextInt(8));
        return forged;
    }

    /// Not a packet. In a batch, bytes that are no CBOR would end the whole batch, so there it
    /// is an item of CBOR in any case.
    static byte[] malformed(byte[] message, boolean inBatch, SplittableRandom random) {
        return switch (random.nextInt(inBatch ? 2 : 4)) {
            case 0 -> NO_PACKET.clone();
            case 1 -> {
                byte[] otherTag = message.clone();
                if (message[0] == TAG_SIGN_1) {
                    otherTag[0] = TAG_MAC_0;
                } else {
                    otherTag[1] = TAG_MAC;
                }
                yield otherTag;
            }
            case 2 -> Arrays.copyOf(message, message.length / 2);
            default -> Arrays.copyOf(message, message.length + 1);
        };
    }
}
