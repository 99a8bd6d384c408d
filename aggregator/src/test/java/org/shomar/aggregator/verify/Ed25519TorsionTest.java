package org.shomar.aggregator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.verify.Edwards25519.BASE;
import static org.shomar.aggregator.verify.Edwards25519.L;
import static org.shomar.aggregator.verify.Edwards25519.TORSION;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.election.KeyDecoder.Result;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Goal: the equation is cofactorless and exact on every provider, also for points with a
/// torsion component.
///
/// Method: signatures made from chosen parts, A = a·B + T, R = r·B + T' and S = r + k·a, so
/// that the equation always holds times eight, and holds exactly when T' + k·T = 0. An
/// independent edwards25519 on BigInteger says which. A seed names a case; `-Dseed=N`
/// replays one.
class Ed25519TorsionTest {
    private static final int SEEDS = 400;
    private static final List<Ed25519> PROVIDERS = TestProviders.all();

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
    }

    /// A signature whose equation holds times eight; torsion 0..7 of key and commitment.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(byte[] key, byte[] message, byte[] signature) {
        static Case of(Random random, int torsionOfKey, int torsionOfR) {
            BigInteger a = new BigInteger(252, random);
            BigInteger r = new BigInteger(252, random);
            byte[] key = BASE.times(a).plus(TORSION.get(torsionOfKey)).encode();
            byte[] commitment = BASE.times(r).plus(TORSION.get(torsionOfR)).encode();
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            BigInteger k = Edwards25519.challenge(commitment, key, message);
            byte[] s = Edwards25519.bytes(r.add(k.multiply(a)).mod(L));
            byte[] signature = Arrays.copyOf(commitment, 64);
            System.arraycopy(s, 0, signature, 32, 32);
            return new Case(key, message, signature);
        }

        boolean holds() {
            return Edwards25519.accepts(key, message, signature);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void everyProviderSaysWhatTheEquationSays(long seed) {
        Random random = new Random(seed);
        int torsionOfKey = seed % 3 == 0 ? 0 : random.nextInt(8);
        Case signed = Case.of(random, torsionOfKey, random.nextInt(8));
        assertThat(verdicts(signed)).containsOnly(signed.holds());
    }

    @Test
    void acceptsAndRefusesUnderEveryTorsionOfTheKey() {
        List<String> seen = new ArrayList<>();
        for (int torsion = 0; torsion < 8; torsion++) {
            Random random = new Random(torsion);
            boolean accepted = false;
            boolean refused = false;
            while (!accepted || !refused) {
                Case signed = Case.of(random, torsion, random.nextInt(8));
                assertThat(verdicts(signed)).containsOnly(signed.holds());
                accepted |= signed.holds();
                refused |= !signed.holds();
            }
            seen.add(torsion + ": both");
        }
        assertThat(seen).hasSize(8);
    }

    @Test
    void refusesALowOrderRThatSatisfiesTheEquation() {
        BigInteger a = new BigInteger(252, new Random(5));
        Edwards25519.Point key = BASE.times(a);
        byte[] signature = Arrays.copyOf(Edwards25519.NEUTRAL.encode(), 64);
        byte[] r = Arrays.copyOf(signature, 32);
        BigInteger k = Edwards25519.challenge(r, key.encode(), new byte[0]);
        BigInteger s = k.multiply(a).mod(L);
        System.arraycopy(Edwards25519.bytes(s), 0, signature, 32, 32);
        assertThat(BASE.times(s).same(key.times(k))).isTrue();
        assertThat(verdicts(new Case(key.encode(), new byte[0], signature))).containsOnly(false);
    }

    /// The reason for the second question in [BouncyCastle]; when this falls, it may go.
    @Test
    void bouncyCastleAloneIsLooserThanTheRule() {
        Case signed = Case.of(new Random(1), 0, 1);
        assertThat(signed.holds()).isFalse();
        assertThat(org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        signed.signature,
                        0,
                        signed.key,
                        0,
                        signed.message,
                        0,
                        signed.message.length))
                .isTrue();
    }

    private static List<Boolean> verdicts(Case signed) {
        return PROVIDERS.stream()
                .map(provider -> {
                    assertThat(provider.decode(signed.key)).isInstanceOf(Result.Usable.class);
                    return provider.decode(signed.key) instanceof Result.Usable(var key)
                            && key.verifies(signed.message, signed.signature);
                })
                .toList();
    }
}
