package org.shomar.aggregator.election;

/// Decodes and screens a public key; made by the room `verify`.
@FunctionalInterface
public interface KeyDecoder {
    Result decode(byte[] raw);

    /// The answer of a [KeyDecoder].
    sealed interface Result {
        record Usable(VerificationKey key) implements Result {}

        /// @param reason why, in one English line: wrong length, not canonical, not on the
        ///               curve, low order
        record Unusable(String reason) implements Result {}
    }
}
