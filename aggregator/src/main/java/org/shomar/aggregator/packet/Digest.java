package org.shomar.aggregator.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A SHA-256 value: 32 bytes that compare by content and print as 64 hex digits.
public final class Digest {
    public static final int BYTES = 32;

    private static final int HEX_DIGITS = 2 * BYTES;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(Digest::newSha256);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a copy of 32 bytes.
    public static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /// Takes a copy of the 32 bytes from an offset on, all of which must be there.
    public static Digest at(byte[] bytes, int offset) {
        byte[] copy = new byte[BYTES];
        System.arraycopy(bytes, offset, copy, 0, BYTES);
        return new Digest(copy);
    }

    /// Takes 32 bytes as its own; nobody else may change them.
    static Digest owning(byte[] bytes) {
        return new Digest(bytes);
    }

    /// SHA-256 over the concatenation of the parts.
    public static Digest sha256(byte[]... parts) {
        MessageDigest sha = sha256();
        for (byte[] part : parts) {
            sha.update(part);
        }
        return new Digest(sha.digest());
    }

    /// SHA-256 over the bytes `from..to-1`.
    static Digest sha256(byte[] bytes, int from, int to) {
        MessageDigest sha = sha256();
        sha.update(bytes, from, to - from);
        return new Digest(sha.digest());
    }

    /// The leaf of the log that stands for a message: SHA-256(0x00 ‖ message) (RFC 6962).
    public static Digest leafHash(byte[] message) {
        MessageDigest sha = sha256();
        sha.update((byte) 0);
        sha.update(message);
        return new Digest(sha.digest());
    }

    /// The thread's own, as new.
    private static MessageDigest sha256() {
        MessageDigest sha = SHA_256.get();
        sha.reset(); // whatever became of its last use
        return sha;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Reads exactly 64 lower-case hex digits; empty for anything else.
    public static Optional<Digest> parse(String hex) {
        if (hex.length() != HEX_DIGITS
                || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            return Optional.empty();
        }
        return Optional.of(new Digest(HexFormat.of().parseHex(hex)));
    }

    /// The first 8 bytes as one number, big-endian.
    public long first8Bytes() {
        return (long) LONGS.get(bytes, 0);
    }

    /// Copies the 32 bytes to an offset on.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
