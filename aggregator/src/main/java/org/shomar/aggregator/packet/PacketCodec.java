package org.shomar.aggregator.packet;

import java.util.List;

/// Result packets as `COSE_Sign1` and `COSE_Sign` messages.
public final class PacketCodec {
    private PacketCodec() {}

    /// Reads one whole message.
    public static Decoded decode(byte[] message) {
        throw new IllegalStateException("shell");
    }

    /// The payload: the deterministic CBOR map that is signed and whose SHA-256 is the packet id.
    public static byte[] payload(ResultPacket packet) {
        throw new IllegalStateException("shell");
    }

    /// A `COSE_Sign1` message with algorithm EdDSA.
    public static byte[] sign1(ResultPacket packet, Signer signer) {
        throw new IllegalStateException("shell");
    }

    /// A `COSE_Sign` message, one signature a role.
    public static byte[] sign(ResultPacket packet, List<RoleSigner> signers) {
        throw new IllegalStateException("shell");
    }

    /// Entry 1 of every log: `{0: 1, 1: election, 2: definition hash, 3: phase}`.
    public static byte[] definitionStatement(String election, Digest definition, Phase phase) {
        throw new IllegalStateException("shell");
    }

    /// Makes a 64-byte Ed25519 signature over the given bytes.
    @FunctionalInterface
    public interface Signer {
        byte[] sign(byte[] toBeSigned);
    }

    /// @param role the `kid`: the role of the key
    public record RoleSigner(String role, Signer signer) {}
}
