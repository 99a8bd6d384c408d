package org.shomar.aggregator.packet;

import java.nio.charset.StandardCharsets;

/// The bytes that a signature signs: `Sig_structure` of RFC 9052 section 4.4, `external_aad`
/// empty.
///
/// Its parts are copied as they stand in the message, head and all: the message is
/// deterministic CBOR, so the heads are those that `Sig_structure` wants.
final class SigStructure {
    /// An array of four, and the context `Signature1`.
    private static final byte[] SIGNATURE1 = prefix(0x84, 0x6a, "Signature1");

    /// An array of five, and the context `Signature`.
    private static final byte[] SIGNATURE = prefix(0x85, 0x69, "Signature");

    private static final byte EMPTY_BYTE_STRING = 0x40;

    private SigStructure() {}

    /// For a `COSE_Sign1`: body protected, payload.
    static byte[] sign1(byte[] message, Span body, Span payload) {
        byte[] out = new byte[SIGNATURE1.length + body.length() + 1 + payload.length()];
        int at = put(SIGNATURE1, 0, SIGNATURE1.length, out, 0);
        at = put(message, body.from(), body.length(), out, at);
        out[at++] = EMPTY_BYTE_STRING;
        put(message, payload.from(), payload.length(), out, at);
        return out;
    }

    /// For one signature of a `COSE_Sign`: body protected, signer protected, payload.
    static byte[] sign(byte[] message, Span body, byte[] signers, Span signer, Span payload) {
        byte[] out =
                new byte[SIGNATURE.length + body.length() + signer.length() + 1 + payload.length()];
        int at = put(SIGNATURE, 0, SIGNATURE.length, out, 0);
        at = put(message, body.from(), body.length(), out, at);
        at = put(signers, signer.from(), signer.length(), out, at);
        out[at++] = EMPTY_BYTE_STRING;
        put(message, payload.from(), payload.length(), out, at);
        return out;
    }

    private static int put(byte[] source, int from, int length, byte[] out, int at) {
        System.arraycopy(source, from, out, at, length);
        return at + length;
    }

    private static byte[] prefix(int array, int text, String context) {
        byte[] ascii = context.getBytes(StandardCharsets.US_ASCII);
        byte[] prefix = new byte[2 + ascii.length];
        prefix[0] = (byte) array;
        prefix[1] = (byte) text;
        System.arraycopy(ascii, 0, prefix, 2, ascii.length);
        return prefix;
    }

    /// A part of a message, its head included.
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }
}
