package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.election.KeyDecoder.Result;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Goal: keys are screened by the rule, with the reason; signatures of odd lengths and odd
/// points are refused and never throw; what we sign verifies.
///
/// Method: tables of encodings built by hand, and the torsion points of the independent
/// oracle, on every provider.
class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SEED = new byte[32];
    private static final byte[] MESSAGE = "شمار".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest(name = "{2}: {0} then {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = false, textBlock = """
                    # first | last | verdict
                    00      | 00   | low order
                    00      | 80   | low order
                    01      | 00   | low order
                    01      | 80   | not canonical: its x is 0 and has a sign
                    02      | 00   | not a point on the curve
                    02      | 80   | not a point on the curve
                    03      | 00   | usable
                    04      | 80   | usable
                    """)
    void screensKeysNearZero(String first, String last, String verdict) {
        assertVerdict(HEX.parseHex(first + "00".repeat(30) + last), verdict);
    }

    @ParameterizedTest(name = "{2}: {0} then {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    # first | last | verdict
                    ec      | 7f   | low order
                    ec      | ff   | not canonical: its x is 0 and has a sign
                    ed      | 7f   | not canonical: its y is not below
                    ee      | 7f   | not canonical: its y is not below
                    ee      | ff   | not canonical: its y is not below
                    f0      | 7f   | not canonical: its y is not below
                    ff      | ff   | not canonical: its y is not below
                    """)
    void screensKeysNearTheModulus(String first, String last, String verdict) {
        assertVerdict(HEX.parseHex(first + "ff".repeat(30) + last), verdict);
    }

    @Test
    void refusesKeysOfOtherLengths() {
        for (int length : new int[] {0, 31, 33, 64}) {
            assertVerdict(new byte[length], "the key has " + length + " bytes, expected 32");
        }
    }

    @Test
    void refusesAllEightPointsOfLowOrderAsKeyAndAsR() {
        Set<String> encodings = new HashSet<>();
        for (Edwards25519.Point point : Edwards25519.TORSION) {
            byte[] low = point.encode();
            encodings.add(HEX.formatHex(low));
            assertVerdict(low, "low order");
            for (Ed25519 provider : TestProviders.all()) {
                byte[] signature = withR(provider.sign(SEED, MESSAGE), low);
                assertThat(verifies(provider, signature)).isFalse();
            }
        }
        assertThat(encodings).hasSize(8);
    }

    @Test
    void screensAnyBytesAsTheOracleDoes() {
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Edwards25519.bytes(new BigInteger(256, new Random(i)));
            for (Ed25519 provider : TestProviders.all()) {
                assertThat(provider.decode(bytes) instanceof Result.Usable)
                        .as("%s %s", provider.name(), HEX.formatHex(bytes))
                        .isEqualTo(Edwards25519.acceptsKey(bytes));
            }
        }
    }

    @Test
    void everyProviderVerifiesWhatWeSign() {
        for (Ed25519 provider : TestProviders.all()) {
            assertThat(verifies(provider, provider.sign(SEED, MESSAGE))).isTrue();
        }
    }

    @Test
    void refusesEveryChangedByteAndEveryOtherLength() {
        for (Ed25519 provider : TestProviders.all()) {
            byte[] signature = provider.sign(SEED, MESSAGE);
            for (int i = 0; i < signature.length; i++) {
                byte[] changed = signature.clone();
                changed[i] ^= 0x10;
                assertThat(verifies(provider, changed)).isFalse();
            }
            for (int length : new int[] {0, 1, 63, 65, 128}) {
                assertThat(verifies(provider, Arrays.copyOf(signature, length))).isFalse();
            }
        }
    }

    @Test
    void signsAsRfc8032Does() {
        // RFC 8032 section 7.1, test 1
        byte[] seed =
                HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        for (Ed25519 provider : TestProviders.all()) {
            assertThat(HEX.formatHex(provider.publicKey(seed)))
                    .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
            assertThat(HEX.formatHex(provider.sign(seed, new byte[0])))
                    .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
            assertThatThrownBy(() -> provider.sign(new byte[31], MESSAGE))
                    .hasMessageContaining("32 bytes, not 31");
        }
    }

    @Test
    void allProvidersMakeTheSameSignatures() {
        Random random = new Random(1405);
        for (int round = 0; round < 200; round++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            byte[] message = new byte[random.nextInt(600)];
            random.nextBytes(message);
            byte[] reference = Ed25519.bouncyCastle().sign(seed, message);
            for (Ed25519 provider : TestProviders.all()) {
                assertThat(provider.sign(seed, message))
                        .as("%s, round %s", provider.name(), round)
                        .isEqualTo(reference);
            }
        }
    }

    @Test
    void aSignerKeepsItsOwnCopyOfTheSeed() {
        for (Ed25519 provider : TestProviders.all()) {
            byte[] seed = SEED.clone();
            UnaryOperator<byte[]> signer = provider.signer(seed);
            byte[] before = signer.apply(MESSAGE);
            seed[0] ^= 1;
            assertThat(signer.apply(MESSAGE)).as(provider.name()).isEqualTo(before);
        }
    }

    @Test
    void theFastestProviderPassesItsSelfCheck() {
        assertThat(Ed25519.corretto().isPresent()).isEqualTo(Corretto.load().isPresent());
        assertThat(SelfCheck.fault(Ed25519.fastest())).isEmpty();
        assertThat(SelfCheck.fault(Ed25519.bouncyCastle())).isEmpty();
        assertThat(Ed25519.fastest().name())
                .isEqualTo(Ed25519.corretto().map(Ed25519::name).orElse("Bouncy Castle"));
    }

    @Test
    void theSelfCheckFindsProvidersThatAreTooLooseOrTooStrict() {
        Ed25519 loose = new Ed25519(
                "loose",
                raw -> (message, signature) -> org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        signature, 0, raw, 0, message, 0, message.length),
                BouncyCastle::signer);
        assertThat(SelfCheck.fault(loose)).contains("R with a torsion component");
        Ed25519 strict =
                new Ed25519("strict", raw -> (message, signature) -> false, BouncyCastle::signer);
        assertThat(SelfCheck.fault(strict)).contains("an ordinary signature");
        Ed25519 random = new Ed25519("random", BouncyCastle::key, seed -> message -> new byte[64]);
        assertThat(SelfCheck.fault(random)).contains("its signature is not that of RFC 8032");
    }

    private static boolean verifies(Ed25519 provider, byte[] signature) {
        return provider.decode(provider.publicKey(SEED)) instanceof Result.Usable(var key)
                && key.verifies(MESSAGE, signature);
    }

    private static byte[] withR(byte[] signature, byte[] r) {
        byte[] changed = signature.clone();
        System.arraycopy(r, 0, changed, 0, r.length);
        return changed;
    }

    private static void assertVerdict(byte[] raw, String verdict) {
        for (Ed25519 provider : TestProviders.all()) {
            String actual =
                    switch (provider.decode(raw)) {
                        case Result.Usable _ -> "usable";
                        case Result.Unusable(String reason) -> reason;
                    };
            assertThat(actual).as(provider.name()).contains(verdict);
        }
    }
}
