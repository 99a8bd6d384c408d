package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 section 2.1).
final class NodeHash {
    private static final byte INNER = 1;

    private NodeHash() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Digest of(Digest left, Digest right) {
        return Digest.of(of(sha256(), left.bytes(), right.bytes()));
    }

    static byte[] of(MessageDigest sha, byte[] left, byte[] right) {
        sha.update(INNER);
        sha.update(left);
        sha.update(right);
        byte[] hash = new byte[Digest.BYTES];
        try {
            sha.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are room enough for SHA-256", e);
        }
        return hash;
    }
}
