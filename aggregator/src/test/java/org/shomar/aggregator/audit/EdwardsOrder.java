package org.shomar.aggregator.audit;

import java.math.BigInteger;

/// Makes another signature of the same message out of one: S + L, which the equation alone
/// would accept.
final class EdwardsOrder {
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private EdwardsOrder() {}

    static byte[] plus(byte[] signature) {
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = signature[63 - i];
        }
        BigInteger s = new BigInteger(1, reversed).add(L);
        byte[] large = signature.clone();
        for (int i = 0; i < 32; i++) {
            large[32 + i] = s.shiftRight(8 * i).byteValue();
        }
        return large;
    }
}
