package org.shomar.aggregator.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Goal: the bytes that we say a signature signs are those of RFC 9052, not only our own
/// idea of them; and what the working group's vectors call a failure fails here too.
///
/// Method: the COSE working group's examples go through [CoseReader] with headers of any
/// form; the `Sig_structure` is compared with the vector's and verified with the JDK. As
/// packets all of them have to be refused.
class CoseVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    /// SubjectPublicKeyInfo of Ed25519 up to the key.
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            eddsa-examples/eddsa-sig-01 | verifies
            eddsa-examples/eddsa-01     | verifies
            eddsa-examples/eddsa-sig-02 | refused: the signature must have 64 bytes, not 114
            eddsa-examples/eddsa-02     | refused: a signature must have 64 bytes, not 114
            sign1-tests/sign-pass-01    | other bytes: an empty header is signed as no bytes, ours has two entries
            sign1-tests/sign-pass-02    | other bytes: external_aad is not empty
            sign1-tests/sign-pass-03    | refused: a COSE message must be a tag, not an array
            sign1-tests/sign-fail-01    | refused: the tag must be 18 (COSE_Sign1) or 98 (COSE_Sign), not 998
            sign1-tests/sign-fail-02    | other bytes: the payload was changed
            sign1-tests/sign-fail-03    | other bytes: the algorithm was changed
            sign1-tests/sign-fail-04    | other bytes: the algorithm was changed
            sign1-tests/sign-fail-06    | other bytes: a protected header was added
            sign1-tests/sign-fail-07    | other bytes: a protected header was removed
            sign-tests/ecdsa-01         | verifies
            sign-tests/sign-pass-01     | other bytes: an empty header is signed as no bytes, ours has an entry
            sign-tests/sign-pass-02     | other bytes: external_aad is not empty
            sign-tests/sign-pass-03     | refused: a COSE message must be a tag, not an array
            sign-tests/sign-fail-01     | refused: the tag must be 18 (COSE_Sign1) or 98 (COSE_Sign), not 998
            sign-tests/sign-fail-02     | does not verify: the signature was changed
            sign-tests/sign-fail-03     | other bytes: the algorithm was changed
            sign-tests/sign-fail-04     | other bytes: the algorithm was changed
            sign-tests/sign-fail-06     | other bytes: a protected header was added
            sign-tests/sign-fail-07     | other bytes: a protected header was removed
            """)
    void judgesTheWorkingGroupsVectors(String name, String verdict) throws Exception {
        JsonNode vector = vector(name);
        byte[] message = HEX.parseHex(vector.at("/output/cbor").asText());

        assertThat(PacketCodec.decode(message)).isInstanceOf(Decoded.Malformed.class);
        assertThat(verdict(vector, message)).isEqualTo(verdict.replaceFirst("(?<!refused):.*", ""));
    }

    private static String verdict(JsonNode vector, byte[] message) throws Exception {
        CborReader in = new CborReader(message);
        List<Signature> signatures = new CoseReader(message, in, new AnyHeaders()).read();
        if (in.failed()) {
            return "refused: " + in.failure().reason();
        }
        Signature signature = signatures.getFirst();
        JsonNode signer = vector.at("/input/sign0");
        JsonNode signed = vector.at("/intermediates/ToBeSign_hex");
        if (signer.isMissingNode()) {
            signer = vector.at("/input/sign/signers/0");
            signed = vector.at("/intermediates/signers/0/ToBeSign_hex");
        }
        boolean verifies = verifies(signer.get("key"), signature);
        if (!signed.asText().equalsIgnoreCase(HEX.formatHex(signature.toBeSigned()))) {
            return verifies ? "verifies over other bytes" : "other bytes";
        }
        return verifies ? "verifies" : "does not verify";
    }

    private static boolean verifies(JsonNode key, Signature signature)
            throws GeneralSecurityException {
        boolean ed25519 = key.get("kty").asText().equals("OKP");
        java.security.Signature verifier = java.security.Signature.getInstance(
                ed25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
        verifier.initVerify(ed25519 ? ed25519(key) : p256(key));
        verifier.update(signature.toBeSigned());
        return verifier.verify(signature.bytes());
    }

    private static PublicKey ed25519(JsonNode key) throws GeneralSecurityException {
        byte[] encoded = HEX.parseHex(ED25519_PREFIX + key.get("x_hex").asText());
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static PublicKey p256(JsonNode key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(key, "x"), coordinate(key, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger coordinate(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).asText()));
    }

    private static JsonNode vector(String name) throws IOException {
        try (InputStream file =
                CoseVectorsTest.class.getResourceAsStream("/vectors/cose/" + name + ".json")) {
            return JSON.readTree(file);
        }
    }

    /// Takes every header and payload.
    private static final class AnyHeaders implements CoseReader.Parts {
        @Override
        public void bodyProtected(CborReader in, boolean sign1) {
            takeAll(in);
        }

        @Override
        public void bodyUnprotected(CborReader in, boolean sign1) {
            takeMap(in);
        }

        @Override
        public void payload(CborReader in) {
            takeAll(in);
        }

        @Override
        public void signerProtected(CborReader in) {
            takeAll(in);
        }

        @Override
        public String signerUnprotected(CborReader in) {
            takeMap(in);
            return "any";
        }

        private static void takeAll(CborReader in) {
            while (in.left() > 0) {
                in.takeIf(new byte[] {(byte) in.peek()});
            }
        }

        private static void takeMap(CborReader in) {
            for (int entries = in.map("a header", 0, 9); entries > 0; entries--) {
                in.uint("a header's key", 0, 99);
                if (in.peek() >>> 5 == CborReader.BYTES) {
                    in.byteString("a header", 0, 99);
                } else {
                    in.negative("a header");
                }
            }
        }
    }
}
