package org.shomar.aggregator.verify;

import static org.bouncycastle.math.ec.rfc8032.Ed25519.PUBLIC_KEY_SIZE;
import static org.bouncycastle.math.ec.rfc8032.Ed25519.SIGNATURE_SIZE;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.shomar.aggregator.election.VerificationKey;

import java.util.function.UnaryOperator;

/// The reference provider.
///
/// Its own verification is looser than the rule: it accepts whenever the equation holds
/// times the cofactor, so that torsion in A or R goes unseen. Therefore:
///
/// - under a key of prime order, R must be of prime order too, and is asked apart; then the
///   equation holds exactly when it holds times the cofactor;
/// - under any other key, [MixedOrderKey] computes the equation as it is written.
final class BouncyCastle {
    private BouncyCastle() {}

    /// Of 32 bytes that [Encoding#faultOfKey] let pass.
    static boolean isOnCurve(byte[] raw) {
        return Ed25519.validatePublicKeyPartial(raw, 0);
    }

    static VerificationKey key(byte[] raw) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(raw, 0);
        return point == null ? MixedOrderKey.of(raw) : new PrimeOrderKey(point);
    }

    static byte[] publicKey(byte[] seed) {
        byte[] key = new byte[PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }

    static UnaryOperator<byte[]> signer(byte[] seed) {
        return message -> {
            byte[] signature = new byte[SIGNATURE_SIZE];
            Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
            return signature;
        };
    }

    private record PrimeOrderKey(Ed25519.PublicPoint point) implements VerificationKey {
        @Override
        public boolean verifies(byte[] message, byte[] signature) {
            return Encoding.canBeSignature(signature)
                    && Ed25519.verify(signature, 0, point, message, 0, message.length)
                    && Ed25519.validatePublicKeyFull(signature, 0);
        }
    }
}
