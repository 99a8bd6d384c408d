package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Headers and payload of a result packet, as the contract has them.
final class PacketReader implements CoseReader.Parts {
    static final int HEADER_ALG = 1;
    static final int HEADER_TYPE = 3;
    static final int HEADER_KID = 4;

    /// EdDSA.
    static final int ALG_EDDSA = -8;

    /// Ed25519 by its own name (RFC 9864).
    static final int ALG_ED25519 = -19;

    static final String TYPE = "application/vnd.shomar.packet+cbor";
    static final String TYPE_OF_DECISIONS = "application/vnd.shomar.decision+cbor";

    private static final byte[] TYPE_ITEM = new CborWriter().text(TYPE).toBytes();
    private static final int TYPE_BYTES_MAX = 256;
    private static final int KID_HINT_BYTES_MAX = 64;

    private final PayloadReader payload = new PayloadReader();

    /// The payload, once it has been read; null after a failure.
    @Nullable
    ResultPacket packet() {
        return payload.packet();
    }

    @Override
    public void bodyProtected(CborReader in, boolean sign1) {
        if (sign1) {
            in.map("the protected header", 2, 2);
            algorithm(in);
        } else {
            in.map("the protected header", 1, 1);
        }
        key(in, HEADER_TYPE, "content type");
        if (!in.takeIf(TYPE_ITEM)) {
            refuseType(in);
        }
    }

    @Override
    public void bodyUnprotected(CborReader in, boolean sign1) {
        int entries = in.map("the unprotected header", 0, sign1 ? 1 : 0);
        if (entries == 1) {
            key(in, HEADER_KID, "kid");
            in.byteString("the kid", 0, KID_HINT_BYTES_MAX);
        }
    }

    @Override
    public void payload(CborReader in) {
        payload.read(in);
    }

    @Override
    public void signerProtected(CborReader in) {
        in.map("a signature's protected header", 1, 1);
        algorithm(in);
    }

    @Override
    public String signerUnprotected(CborReader in) {
        in.map("a signature's unprotected header", 1, 1);
        key(in, HEADER_KID, "kid");
        return in.name(CborReader.BYTES, "the kid, the role of the key,");
    }

    private static void key(CborReader in, int expected, String name) {
        int at = in.position();
        long key = in.head(CborReader.UNSIGNED, "a header's key");
        if (key != expected) {
            in.fail(
                    at,
                    "header " + expected + " (" + name + ") must stand here, not "
                            + Long.toUnsignedString(key));
        }
    }

    private static void algorithm(CborReader in) {
        key(in, HEADER_ALG, "alg");
        int at = in.position();
        long algorithm = in.negative("alg");
        if (algorithm != ALG_EDDSA && algorithm != ALG_ED25519) {
            in.fail(at, "alg must be -8 (EdDSA) or -19 (Ed25519)");
        }
    }

    private static void refuseType(CborReader in) {
        int at = in.position();
        String type = in.text("the content type", 0, TYPE_BYTES_MAX);
        boolean decision = type.equals(TYPE_OF_DECISIONS);
        in.fail(
                at,
                decision
                        ? "this is an officer's decision; a result packet's content type is " + TYPE
                        : "the content type must be " + TYPE);
    }

    static byte[] kid(String role) {
        return role.getBytes(StandardCharsets.UTF_8);
    }
}
