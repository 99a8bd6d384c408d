package org.shomar.aggregator.verify;

import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.shomar.aggregator.election.VerificationKey;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A key whose point has a torsion component; correct for any key, but slow.
///
/// Computes S·B - k·A and compares its encoding with R. The sum is made on Curve25519 in
/// Weierstrass form, to which edwards25519 is isomorphic as a group (RFC 7748 sections 4.1 and
/// 4.2), because Bouncy Castle offers general sums there:
///
/// ```text
/// u = (1 + y) / (1 - y)      v = c · u / x      X = u + 486662/3      Y = v
/// y = (u - 1) / (u + 1)      x = c · u / v      c = the root of -486664 that takes B to B
/// ```
final class MixedOrderKey implements VerificationKey {
    private static final ECCurve CURVE =
            CustomNamedCurves.getByName("curve25519").getCurve();
    private static final ECPoint BASE =
            CustomNamedCurves.getByName("curve25519").getG();
    private static final BigInteger L = CURVE.getOrder();
    private static final BigInteger P = CURVE.getField().getCharacteristic();
    private static final BigInteger THIRD =
            divide(BigInteger.valueOf(486_662), BigInteger.valueOf(3));
    private static final BigInteger D =
            divide(BigInteger.valueOf(-121_665), BigInteger.valueOf(121_666));
    private static final BigInteger ROOT_OF_MINUS_1 =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final BigInteger C = rootThatTakesBaseToBase();

    private final byte[] raw;
    private final ECPoint negated;

    private MixedOrderKey(byte[] raw, ECPoint negated) {
        this.raw = raw;
        this.negated = negated;
    }

    /// Of 32 bytes that are known to encode a point of the curve, not of low order.
    static MixedOrderKey of(byte[] raw) {
        byte[] masked = raw.clone();
        boolean odd = masked[Encoding.POINT_BYTES - 1] < 0;
        masked[Encoding.POINT_BYTES - 1] &= 0x7f;
        BigInteger y = littleEndian(masked, 0, masked.length);
        BigInteger x = xOf(y, odd);
        BigInteger u = divide(BigInteger.ONE.add(y), BigInteger.ONE.subtract(y));
        BigInteger v = divide(C.multiply(u), x);
        // Not validatePoint, which asks for prime order, and that is just what this key lacks.
        ECPoint point = CURVE.createPoint(u.add(THIRD).mod(P), v);
        return new MixedOrderKey(raw, point.negate());
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        if (!Encoding.canBeSignature(signature)) {
            return false;
        }
        BigInteger s = littleEndian(signature, Encoding.POINT_BYTES, Encoding.SIGNATURE_BYTES);
        BigInteger k = challenge(signature, message);
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(BASE, s, negated, k).normalize();
        // Infinity and Y = 0 stand for the points of order 1 and 2, which no accepted R encodes.
        return !sum.isInfinity()
                && !sum.getAffineYCoord().isZero()
                && Arrays.equals(
                        encode(sum), 0, Encoding.POINT_BYTES, signature, 0, Encoding.POINT_BYTES);
    }

    private BigInteger challenge(byte[] signature, byte[] message) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            sha.update(signature, 0, Encoding.POINT_BYTES);
            sha.update(raw);
            byte[] hash = sha.digest(message);
            return littleEndian(hash, 0, hash.length).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK here has SHA-512", e);
        }
    }

    private static byte[] encode(ECPoint point) {
        BigInteger u = point.getAffineXCoord().toBigInteger().subtract(THIRD).mod(P);
        BigInteger v = point.getAffineYCoord().toBigInteger();
        BigInteger y = divide(u.subtract(BigInteger.ONE), u.add(BigInteger.ONE));
        BigInteger x = divide(C.multiply(u), v);
        byte[] bytes = new byte[Encoding.POINT_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = y.shiftRight(Byte.SIZE * i).byteValue();
        }
        if (x.testBit(0)) {
            bytes[bytes.length - 1] |= (byte) 0x80;
        }
        return bytes;
    }

    private static BigInteger rootThatTakesBaseToBase() {
        BigInteger x = xOf(divide(BigInteger.valueOf(4), BigInteger.valueOf(5)), false);
        BigInteger v = BASE.getAffineYCoord().toBigInteger();
        return divide(v.multiply(x), BigInteger.valueOf(9));
    }

    /// x² = (y² - 1) / (d·y² + 1), by RFC 8032 section 5.1.3; the root is known to exist.
    private static BigInteger xOf(BigInteger y, boolean odd) {
        BigInteger yy = y.multiply(y);
        BigInteger xx = divide(yy.subtract(BigInteger.ONE), D.multiply(yy).add(BigInteger.ONE));
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(ROOT_OF_MINUS_1).mod(P);
        }
        return x.testBit(0) == odd ? x : P.subtract(x);
    }

    private static BigInteger divide(BigInteger a, BigInteger b) {
        return a.multiply(b.modInverse(P)).mod(P);
    }

    private static BigInteger littleEndian(byte[] bytes, int from, int to) {
        byte[] reversed = new byte[to - from];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = bytes[to - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
