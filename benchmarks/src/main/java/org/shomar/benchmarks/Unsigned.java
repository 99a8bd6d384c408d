package org.shomar.benchmarks;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Signing;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Keys that accept everything: for benchmarks of what comes before or after a signature.
final class Unsigned {
    /// Keys are as different as their seeds.
    static final Signing SIGNING = new Signing() {
        @Override
        public byte[] publicKey(byte[] seed) {
            return seed.clone();
        }

        @Override
        public UnaryOperator<byte[]> signer(byte[] seed) {
            return message -> Arrays.copyOf(seed, SIGNATURE_BYTES);
        }
    };

    static final KeyDecoder KEYS =
            raw -> new KeyDecoder.Result.Usable((message, signature) -> true);

    private static final int SIGNATURE_BYTES = 64;

    private Unsigned() {}
}
