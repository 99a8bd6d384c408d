package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.packet.SigStructure.Span;

import java.util.ArrayList;
import java.util.List;

/// Walks through a `COSE_Sign1` (tag 18) or `COSE_Sign` (tag 98) message of RFC 9052 in one
/// pass, front to back, and gathers its signatures with the bytes that they sign.
///
/// What headers and payload have to be is for [Parts] to say. As in [CborReader], the first
/// failure sticks, and what comes out is of use only when the reader has not failed.
final class CoseReader {
    static final int TAG_SIGN1 = 18;
    static final int TAG_SIGN = 98;

    static final int SIGNATURE_BYTES = 64;

    private final byte[] message;
    private final CborReader in;
    private final Parts parts;
    private Span payload = new Span(0, 0);
    private int payloadContentFrom;

    CoseReader(byte[] message, CborReader in, Parts parts) {
        this.message = message;
        this.in = in;
        this.parts = parts;
    }

    /// The payload, its byte string's head included. Zero-length before [#read].
    Span payload() {
        return payload;
    }

    /// The offset of the payload itself, after its head; it ends where [#payload] ends.
    int payloadContentFrom() {
        return payloadContentFrom;
    }

    /// Reads the whole message and answers its signatures.
    List<Signature> read() {
        boolean sign1 = readTag();
        in.array("the COSE message", 4, 4);
        int bodyFrom = in.position();
        int outer = open("the protected header");
        parts.bodyProtected(in, sign1);
        in.widen(outer, "the protected header");
        Span body = new Span(bodyFrom, in.position());
        parts.bodyUnprotected(in, sign1);

        int payloadFrom = in.position();
        outer = open("the payload");
        payloadContentFrom = in.position();
        parts.payload(in);
        in.widen(outer, "the payload");
        payload = new Span(payloadFrom, in.position());

        List<Signature> signatures = sign1 ? List.of(signature1(body)) : signatures(body);
        in.widen(message.length, "the message");
        return signatures;
    }

    private boolean readTag() {
        long tag = in.head(CborReader.TAG, "a COSE message");
        if (tag != TAG_SIGN1 && tag != TAG_SIGN) {
            in.fail(
                    0,
                    "the tag must be 18 (COSE_Sign1) or 98 (COSE_Sign), not "
                            + Long.toUnsignedString(tag));
        }
        return tag == TAG_SIGN1;
    }

    private int open(String what) {
        return in.narrow(in.string(CborReader.BYTES, what, 0, SignedPacket.MESSAGE_BYTES_MAX));
    }

    private Signature signature1(Span body) {
        byte[] bytes = in.byteString("the signature", SIGNATURE_BYTES, SIGNATURE_BYTES);
        byte[] toBeSigned = in.failed() ? bytes : SigStructure.sign1(message, body, payload);
        return new Signature(null, toBeSigned, bytes);
    }

    private List<Signature> signatures(Span body) {
        int count = in.array("the list of signatures", 1, SignedPacket.SIGNATURES_MAX);
        List<Signature> signatures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.array("a signature of the list", 3, 3);
            int signerFrom = in.position();
            int outer = open("a signature's protected header");
            parts.signerProtected(in);
            in.widen(outer, "a signature's protected header");
            Span signer = new Span(signerFrom, in.position());
            String role = parts.signerUnprotected(in);
            byte[] bytes = in.byteString("a signature", SIGNATURE_BYTES, SIGNATURE_BYTES);
            if (in.failed()) {
                return List.of();
            }
            byte[] toBeSigned = SigStructure.sign(message, body, message, signer, payload);
            signatures.add(new Signature(role, toBeSigned, bytes));
        }
        return List.copyOf(signatures);
    }

    /// Reads the parts whose form depends on what is signed. Each method reads one part and is
    /// called in the order of the bytes; protected headers and payload end where their byte
    /// string ends.
    interface Parts {
        void bodyProtected(CborReader in, boolean sign1);

        void bodyUnprotected(CborReader in, boolean sign1);

        void payload(CborReader in);

        void signerProtected(CborReader in);

        /// Answers the role that the `kid` names.
        @Nullable
        String signerUnprotected(CborReader in);
    }
}
