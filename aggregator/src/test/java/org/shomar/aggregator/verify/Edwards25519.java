package org.shomar.aggregator.verify;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// edwards25519 by the formulas of RFC 8032 section 5.1, slow and plain: the oracle that both
/// providers are held against. Shares no code with them.
final class Edwards25519 {
    static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L =
            TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT = TWO.modPow(P.subtract(ONE).shiftRight(2), P);

    static final Point NEUTRAL = new Point(ZERO, ONE, ONE, ZERO);
    static final Point BASE = decode(bytes(BigInteger.valueOf(4)
                    .multiply(BigInteger.valueOf(5).modInverse(P))
                    .mod(P)))
            .orElseThrow();

    /// All eight points whose order divides 8; the one at `i` is `i` times the one at 1.
    static final List<Point> TORSION = torsion();

    private Edwards25519() {}

    /// Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
    record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        Point plus(Point o) {
            BigInteger a = y.subtract(x).multiply(o.y.subtract(o.x)).mod(P);
            BigInteger b = y.add(x).multiply(o.y.add(o.x)).mod(P);
            BigInteger c = t.multiply(o.t).mod(P).multiply(D).shiftLeft(1).mod(P);
            BigInteger d = z.multiply(o.z).shiftLeft(1).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger scalar) {
            Point sum = NEUTRAL;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        boolean same(Point o) {
            return x.multiply(o.z).subtract(o.x.multiply(z)).mod(P).signum() == 0
                    && y.multiply(o.z).subtract(o.y.multiply(z)).mod(P).signum() == 0;
        }

        boolean isLowOrder() {
            return times(BigInteger.valueOf(8)).same(NEUTRAL);
        }

        byte[] encode() {
            BigInteger inverse = z.modInverse(P);
            byte[] bytes = bytes(y.multiply(inverse).mod(P));
            if (x.multiply(inverse).mod(P).testBit(0)) {
                bytes[31] |= (byte) 0x80;
            }
            return bytes;
        }
    }

    /// Empty when not canonical or not on the curve.
    static Optional<Point> decode(byte[] encoded) {
        BigInteger all = number(encoded);
        BigInteger y = all.clearBit(255);
        if (y.compareTo(P) >= 0) {
            return Optional.empty();
        }
        BigInteger yy = y.multiply(y);
        BigInteger xx =
                yy.subtract(ONE).multiply(D.multiply(yy).add(ONE).modInverse(P)).mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(ROOT).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xx) || (x.signum() == 0 && all.testBit(255))) {
            return Optional.empty();
        }
        x = x.testBit(0) == all.testBit(255) ? x : P.subtract(x);
        return Optional.of(new Point(x, y, ONE, x.multiply(y).mod(P)));
    }

    static boolean acceptsKey(byte[] key) {
        return key.length == 32
                && decode(key).filter(point -> !point.isLowOrder()).isPresent();
    }

    /// The whole rule, word for word.
    static boolean accepts(byte[] key, byte[] message, byte[] signature) {
        if (!acceptsKey(key) || signature.length != 64) {
            return false;
        }
        byte[] r = Arrays.copyOf(signature, 32);
        BigInteger s = number(Arrays.copyOfRange(signature, 32, 64));
        if (s.compareTo(L) >= 0 || !acceptsKey(r)) {
            return false;
        }
        Point right = decode(r)
                .orElseThrow()
                .plus(decode(key).orElseThrow().times(challenge(r, key, message)));
        return BASE.times(s).same(right);
    }

    static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            sha.update(r);
            sha.update(key);
            return number(sha.digest(message)).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static BigInteger number(byte[] littleEndian) {
        byte[] reversed = new byte[littleEndian.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = littleEndian[reversed.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /// 32 bytes, little endian.
    static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    /// L times a point whose torsion component has order 8 generates the torsion.
    private static List<Point> torsion() {
        for (BigInteger y = TWO; ; y = y.add(ONE)) {
            Optional<Point> found = decode(bytes(y)).map(point -> point.times(L));
            if (found.isPresent() && !found.get().times(BigInteger.valueOf(4)).same(NEUTRAL)) {
                List<Point> points = new ArrayList<>(List.of(NEUTRAL));
                for (int i = 1; i < 8; i++) {
                    points.add(points.get(i - 1).plus(found.get()));
                }
                return List.copyOf(points);
            }
        }
    }
}
