package org.shomar.aggregator.election;

import java.util.function.UnaryOperator;

/// Makes Ed25519 keys and signatures for rehearsal elections; made by the room `verify`.
public interface Signing {
    /// Signs many messages under one 32-byte seed, 64 bytes each; the same message always
    /// gives the same bytes. May be used from any thread.
    UnaryOperator<byte[]> signer(byte[] seed);

    /// The 32-byte public key of a 32-byte seed (RFC 8032 section 5.1.5).
    byte[] publicKey(byte[] seed);

    /// One signature; who signs more than once asks for a [#signer].
    default byte[] sign(byte[] seed, byte[] message) {
        return signer(seed).apply(message);
    }
}
