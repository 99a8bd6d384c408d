package org.shomar.aggregator.verify;

import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A provider that signs until it has no memory left.
public final class BreakingEd25519 {
    private BreakingEd25519() {}

    public static Ed25519 when(BooleanSupplier broken) {
        return new Ed25519("breaking", BouncyCastle::key, seed -> {
            UnaryOperator<byte[]> signer = BouncyCastle.signer(seed);
            return text -> {
                if (broken.getAsBoolean()) {
                    throw new OutOfMemoryError("of a test");
                }
                return signer.apply(text);
            };
        });
    }
}
