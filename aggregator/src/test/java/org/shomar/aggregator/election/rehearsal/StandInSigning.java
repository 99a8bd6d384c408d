package org.shomar.aggregator.election.rehearsal;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.packet.Digest;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Stand-in keys and signatures: fast, and the same for the same input. A public key is the
/// SHA-256 of its seed, a signature the SHA-256 of public key and message, twice; so a test
/// can see that a packet was signed with the right key over the right bytes.
final class StandInSigning implements Signing {
    static final KeyDecoder DECODER = raw -> new KeyDecoder.Result.Usable(
            (message, signature) -> Arrays.equals(signature, signature(raw, message)));

    @Override
    public byte[] publicKey(byte[] seed) {
        return Digest.sha256(seed).bytes();
    }

    @Override
    public UnaryOperator<byte[]> signer(byte[] seed) {
        return message -> signature(publicKey(seed), message);
    }

    private static byte[] signature(byte[] raw, byte[] message) {
        byte[] half = Digest.sha256(raw, message).bytes();
        byte[] whole = Arrays.copyOf(half, 64);
        System.arraycopy(half, 0, whole, 32, 32);
        return whole;
    }
}
