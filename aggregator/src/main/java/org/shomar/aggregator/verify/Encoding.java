package org.shomar.aggregator.verify;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// What of the signature rule can be seen in the bytes alone: lengths, canonical encodings,
/// the range of S, and points of low order. The same for both providers.
///
/// A point is its y in 255 bits, little endian, and the sign of x in the highest bit (RFC
/// 8032 section 5.1.2).
final class Encoding {
    static final int POINT_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private static final int WITHOUT_SIGN = 0x7f;

    /// 2^255 - 19, the prime of the field.
    private static final byte[] P =
            hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /// The order of the base point.
    private static final byte[] L =
            hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    /// y where x is 0: such a point has no sign.
    private static final byte[][] X_IS_ZERO = {
        hex("0100000000000000000000000000000000000000000000000000000000000000"),
        hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    };

    /// y of all eight points whose order divides 8: the two above, order 4, and twice order 8.
    private static final byte[][] LOW_ORDER = {
        X_IS_ZERO[0],
        X_IS_ZERO[1],
        hex("0000000000000000000000000000000000000000000000000000000000000000"),
        hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    };

    private Encoding() {}

    /// Why these bytes cannot be a key, in one line; empty when only the curve can still
    /// object.
    static Optional<String> faultOfKey(byte[] key) {
        if (key.length != POINT_BYTES) {
            return Optional.of("the key has " + key.length + " bytes, expected " + POINT_BYTES);
        }
        if (!isBelow(key, 0, true, P)) {
            return Optional.of("the key is not canonical: its y is not below 2^255 - 19");
        }
        if (key[POINT_BYTES - 1] < 0 && hasY(key, X_IS_ZERO)) {
            return Optional.of("the key is not canonical: its x is 0 and has a sign");
        }
        if (hasY(key, LOW_ORDER)) {
            return Optional.of("the key is a point of low order");
        }
        return Optional.empty();
    }

    /// Whether these bytes can be a signature under some key: length, S, and R without the
    /// curve.
    static boolean canBeSignature(byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && isBelow(signature, POINT_BYTES, false, L)
                && isBelow(signature, 0, true, P)
                && !hasY(signature, LOW_ORDER);
    }

    /// Little endian comparison of 32 bytes at an offset, with or without a sign in the
    /// last bit.
    private static boolean isBelow(byte[] bytes, int offset, boolean signed, byte[] limit) {
        for (int i = POINT_BYTES - 1; i >= 0; i--) {
            int mask = signed && i == POINT_BYTES - 1 ? WITHOUT_SIGN : 0xff;
            int value = bytes[offset + i] & mask;
            int bound = limit[i] & 0xff;
            if (value != bound) {
                return value < bound;
            }
        }
        return false;
    }

    private static boolean hasY(byte[] point, byte[][] ys) {
        for (byte[] y : ys) {
            int last = POINT_BYTES - 1;
            if (Arrays.equals(point, 0, last, y, 0, last)
                    && (point[last] & WITHOUT_SIGN) == y[last]) {
                return true;
            }
        }
        return false;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
