package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.verify.Ed25519;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/// A private key that signs notes. Ed25519 is deterministic: the same text, the same bytes.
public final class NoteSigner {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final NoteKey key;
    private final byte[] seed;
    private final UnaryOperator<byte[]> signer;

    private NoteSigner(NoteKey key, byte[] seed, Ed25519 ed25519) {
        this.key = key;
        this.seed = seed;
        this.signer = ed25519.signer(seed);
    }

    /// @param seed 32 secret bytes
    /// @throws UnfitTextException when the name is unfit
    public static NoteSigner of(String name, NoteKey.Type type, byte[] seed, Ed25519 ed25519)
            throws UnfitTextException {
        NoteKey key = NoteKey.of(name, type, ed25519.publicKey(seed), ed25519);
        return new NoteSigner(key, seed.clone(), ed25519);
    }

    /// Reads `PRIVATE+KEY+name+id+base64 of type and seed`, as Go's `note` package and the
    /// tools around it write them.
    ///
    /// @throws UnfitTextException when it is not that; the message does not repeat the text
    public static NoteSigner parse(String text, Ed25519 ed25519) throws UnfitTextException {
        String line = text.strip();
        String[] parts = line.startsWith(PREFIX)
                ? line.substring(PREFIX.length()).split("\\+", 3)
                : new String[0];
        if (parts.length == 3) {
            byte[] typed = decoded(parts[2]);
            for (NoteKey.Type type : NoteKey.Type.values()) {
                if (typed.length == 1 + Ed25519.SEED_BYTES && typed[0] == type.number()) {
                    byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
                    NoteSigner signer = of(parts[0], type, seed, ed25519);
                    if (signer.secret().equals(line)) {
                        return signer;
                    }
                }
            }
        }
        throw new UnfitTextException("a signing key is one line PRIVATE+KEY+name+id+base64");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    public NoteKey key() {
        return key;
    }

    /// The whole key as [#parse] reads it; for the owner's file and nobody else.
    public String secret() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = (byte) key.type().number();
        System.arraycopy(seed, 0, typed, 1, seed.length);
        return PREFIX
                + key.name()
                + '+'
                + HexFormat.of().toHexDigits(key.id())
                + '+'
                + Base64.getEncoder().encodeToString(typed);
    }

    /// Signs a text with a log's key.
    public NoteSignature sign(String text) {
        require(NoteKey.Type.LOG);
        return new NoteSignature(key.name(), key.id(), signer.apply(text.getBytes(UTF_8)));
    }

    /// Signs a checkpoint with a witness's key.
    ///
    /// @param time seconds since 1970-01-01 UTC
    public NoteSignature cosign(String text, long time) {
        require(NoteKey.Type.WITNESS);
        byte[] signature = signer.apply(NoteKey.cosigned(text, time));
        ByteBuffer stamped = ByteBuffer.allocate(Long.BYTES + signature.length);
        stamped.putLong(time).put(signature);
        return new NoteSignature(key.name(), key.id(), stamped.array());
    }

    private void require(NoteKey.Type type) {
        if (key.type() != type) {
            throw new IllegalStateException("the key " + key + " is of type " + key.type());
        }
    }
}
