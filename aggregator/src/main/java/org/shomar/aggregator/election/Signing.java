package org.shomar.aggregator.election;

/// Makes Ed25519 keys and signatures for rehearsal elections; made by the room `verify`.
public interface Signing {
    /// The 32-byte public key of a 32-byte seed (RFC 8032 section 5.1.5).
    byte[] publicKey(byte[] seed);

    /// The 64-byte signature.
    byte[] sign(byte[] seed, byte[] message);
}
