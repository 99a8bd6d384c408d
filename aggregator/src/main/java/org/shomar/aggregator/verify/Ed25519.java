package org.shomar.aggregator.verify;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.Signing;
import org.shomar.aggregator.election.VerificationKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The one strict signature rule, on one of two providers that never disagree.
///
/// A signature of 64 bytes `R ‖ S` over `M` verifies under the key `A` when S < L, A and R are
/// canonical encodings of points of the curve and not of low order, and S·B = R + k·A holds
/// exactly (without the cofactor), where k = SHA-512(R ‖ A ‖ M) mod L. A key with a torsion
/// component that is not of low order is a key like any other.
///
/// Public keys are made by Bouncy Castle. Signatures are made by the provider that verifies:
/// RFC 8032 leaves no choice in them, so both make the same bytes.
public final class Ed25519 implements KeyDecoder, Signing {
    /// Bytes of a private seed.
    public static final int SEED_BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Ed25519.class);

    private final String name;

    /// Makes keys of 32 bytes that [Encoding#faultOfKey] let pass.
    private final Function<byte[], VerificationKey> keys;

    /// Makes signers of seeds of 32 bytes.
    private final Function<byte[], UnaryOperator<byte[]>> signers;

    Ed25519(
            String name,
            Function<byte[], VerificationKey> keys,
            Function<byte[], UnaryOperator<byte[]>> signers) {
        this.name = name;
        this.keys = keys;
        this.signers = signers;
    }

    /// Corretto where it loads and passes its self-test, else Bouncy Castle.
    public static Ed25519 fastest() {
        return corretto().orElseGet(Ed25519::bouncyCastle);
    }

    /// The reference; there on every machine.
    public static Ed25519 bouncyCastle() {
        return new Ed25519("Bouncy Castle", BouncyCastle::key, BouncyCastle::signer);
    }

    /// Amazon Corretto; empty where its native library does not load or its self-test fails.
    public static Optional<Ed25519> corretto() {
        return Corretto.load()
                .map(loaded -> new Ed25519("Amazon Corretto", loaded::key, loaded::signer))
                .filter(Ed25519::passesSelfCheck);
    }

    /// Name of the provider, for people.
    public String name() {
        return name;
    }

    @Override
    public Result decode(byte[] raw) {
        byte[] own = raw.clone();
        return Encoding.faultOfKey(own)
                .or(() -> BouncyCastle.isOnCurve(own)
                        ? Optional.empty()
                        : Optional.of("the key is not a point on the curve"))
                .<Result>map(Result.Unusable::new)
                .orElseGet(() -> new Result.Usable(keys.apply(own)));
    }

    @Override
    public UnaryOperator<byte[]> signer(byte[] seed) {
        return signers.apply(requireSeed(seed).clone());
    }

    @Override
    public byte[] publicKey(byte[] seed) {
        return BouncyCastle.publicKey(requireSeed(seed));
    }

    private boolean passesSelfCheck() {
        Optional<String> fault = SelfCheck.fault(this);
        fault.ifPresent(text -> LOG.warn("{} is not used, its self-test failed: {}", name, text));
        return fault.isEmpty();
    }

    private static byte[] requireSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
        }
        return seed;
    }
}
