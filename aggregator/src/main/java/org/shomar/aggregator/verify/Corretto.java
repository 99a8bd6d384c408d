package org.shomar.aggregator.verify;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import org.shomar.aggregator.election.VerificationKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The fast provider: native code of AWS-LC, which computes the equation as it is written and
/// compares encodings. What it does not ask, the low order of A and R, [Encoding] asks.
final class Corretto {
    private static final Logger LOG = LoggerFactory.getLogger(Corretto.class);

    private static final String ALGORITHM = "Ed25519";

    /// What precedes the 32 bytes of a key in a SubjectPublicKeyInfo (RFC 8410 section 4).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// What precedes the 32 bytes of a seed in a PrivateKeyInfo (RFC 8410 section 7).
    private static final byte[] PKCS8_PREFIX =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final Provider provider;
    private final KeyFactory factory;

    /// One a thread, begun anew with each key: one a call would be half a kilobyte of garbage.
    private final ThreadLocal<Signature> verifying = ThreadLocal.withInitial(this::newSignature);

    private Corretto(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.factory = factory(provider);
        Signature.getInstance(ALGORITHM, provider); // whether it can
    }

    /// Empty where the native library does not load.
    static Optional<Corretto> load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable cause = provider.getLoadingError();
            if (cause == null) {
                return Optional.of(new Corretto(provider));
            }
            LOG.info("Amazon Corretto does not load here: {}", cause.toString());
        } catch (GeneralSecurityException | LinkageError e) {
            LOG.info("Amazon Corretto does not load here: {}", e.toString());
        }
        return Optional.empty();
    }

    /// Of 32 bytes that passed the screen and are on the curve.
    VerificationKey key(byte[] raw) {
        try {
            PublicKey key = factory.generatePublic(new X509EncodedKeySpec(after(X509_PREFIX, raw)));
            return (message, signature) ->
                    Encoding.canBeSignature(signature) && verifies(key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "screened, but " + provider.getName() + " refuses it", e);
        }
    }

    /// Of 32 bytes. Costs 9 µs, and 10 µs a signature.
    UnaryOperator<byte[]> signer(byte[] seed) {
        try {
            PrivateKey key =
                    factory.generatePrivate(new PKCS8EncodedKeySpec(after(PKCS8_PREFIX, seed)));
            return message -> signature(key, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " refuses a seed", e);
        }
    }

    private byte[] signature(PrivateKey key, byte[] message) {
        try {
            Signature signature = newSignature();
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a seed of 32 bytes, and yet: " + e, e);
        }
    }

    private Signature newSignature() {
        try {
            return Signature.getInstance(ALGORITHM, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("it was there when this was made", e);
        }
    }

    private static byte[] after(byte[] prefix, byte[] rest) {
        byte[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, all, prefix.length, rest.length);
        return all;
    }

    private boolean verifies(PublicKey key, byte[] message, byte[] bytes) {
        try {
            Signature signature = verifying.get();
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a screened key and 64 bytes, and yet: " + e, e);
        }
    }

    /// Its own factory where the start option registers it, else the JDK's: the same verdicts,
    /// only that each call has to translate the key.
    private static KeyFactory factory(Provider provider) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(ALGORITHM, provider);
        } catch (NoSuchAlgorithmException _) {
            return KeyFactory.getInstance(ALGORITHM);
        }
    }
}
