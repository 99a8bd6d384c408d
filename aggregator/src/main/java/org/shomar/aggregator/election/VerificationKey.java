package org.shomar.aggregator.election;

/// A decoded public key. Made by the room `verify`, which alone knows the signature rule.
@FunctionalInterface
public interface VerificationKey {
    /// Whether the 64-byte signature over the message verifies under this key. Never throws
    /// for any bytes.
    boolean verifies(byte[] message, byte[] signature);
}
