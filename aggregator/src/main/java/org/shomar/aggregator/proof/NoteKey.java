package org.shomar.aggregator.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.shomar.aggregator.election.KeyDecoder;
import org.shomar.aggregator.election.VerificationKey;
import org.shomar.aggregator.packet.Digest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key that signs notes, known by its name and id: of a log (Ed25519 over the text,
/// c2sp.org/signed-note type 1), or of a witness (time-stamped, c2sp.org/tlog-cosignature
/// type 4).
public final class NoteKey {
    private static final int TIME_BYTES = 8;
    private static final int SIGNATURE_BYTES = 64;

    private final String name;
    private final Type type;
    private final byte[] raw;
    private final VerificationKey key;

    /// What a key's signatures look like.
    public enum Type {
        LOG(1),
        WITNESS(4);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private NoteKey(String name, Type type, byte[] raw, VerificationKey key) {
        this.name = name;
        this.type = type;
        this.raw = raw;
        this.key = key;
    }

    /// @param raw the 32 bytes of an Ed25519 public key
    /// @throws UnfitTextException when the name or the key is unfit
    public static NoteKey of(String name, Type type, byte[] raw, KeyDecoder decoder)
            throws UnfitTextException {
        if (!NoteSignature.isName(name)) {
            throw new UnfitTextException(
                    "the name of a key is not empty and has no spaces and no +");
        }
        return switch (decoder.decode(raw)) {
            case KeyDecoder.Result.Unusable unusable ->
                throw new UnfitTextException("the key of " + name + ": " + unusable.reason());
            case KeyDecoder.Result.Usable usable ->
                new NoteKey(name, type, raw.clone(), usable.key());
        };
    }

    /// Reads a vkey: `name+id in 8 hex digits+base64 of type and key`.
    ///
    /// @throws UnfitTextException when it is none, or the id is not that of the key
    public static NoteKey parse(String vkey, KeyDecoder decoder) throws UnfitTextException {
        String[] parts = vkey.strip().split("\\+", 3);
        if (parts.length == 3) {
            byte[] typed = typed(parts[2]);
            for (Type type : Type.values()) {
                if (typed.length > 0 && typed[0] == type.number) {
                    NoteKey key =
                            of(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length), decoder);
                    if (key.toString().equals(vkey.strip())) {
                        return key;
                    }
                }
            }
        }
        throw new UnfitTextException("a verifier key is name+id+base64, such as"
                + " shomar/kerman-1405+a1b2c3d4+AQ…, of Ed25519");
    }

    private static byte[] typed(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /// The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key).
    int id() {
        byte[] before = (name + '\n').getBytes(UTF_8);
        Digest hash = Digest.sha256(before, new byte[] {(byte) type.number}, raw);
        return ByteBuffer.wrap(hash.bytes()).getInt();
    }

    boolean isNamedBy(NoteSignature signature) {
        return signature.keyId() == id() && signature.name().equals(name);
    }

    /// Whether this key made the signature of a text.
    public boolean verifies(String text, NoteSignature signature) {
        if (!isNamedBy(signature)) {
            return false;
        }
        byte[] bytes = signature.bytes();
        return switch (type) {
            case LOG -> key.verifies(text.getBytes(UTF_8), bytes);
            case WITNESS ->
                bytes.length == TIME_BYTES + SIGNATURE_BYTES
                        && ByteBuffer.wrap(bytes).getLong() >= 0
                        && key.verifies(
                                cosigned(text, ByteBuffer.wrap(bytes).getLong()),
                                Arrays.copyOfRange(bytes, TIME_BYTES, bytes.length));
        };
    }

    /// What a witness signs.
    ///
    /// @param time seconds since 1970-01-01 UTC
    static byte[] cosigned(String text, long time) {
        return ("cosignature/v1\ntime " + time + '\n' + text).getBytes(UTF_8);
    }

    /// The vkey.
    @Override
    public String toString() {
        byte[] typed = new byte[1 + raw.length];
        typed[0] = (byte) type.number;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name
                + '+'
                + HexFormat.of().toHexDigits(id())
                + '+'
                + Base64.getEncoder().encodeToString(typed);
    }
}
