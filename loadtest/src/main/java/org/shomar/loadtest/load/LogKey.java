package org.shomar.loadtest.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.shomar.aggregator.packet.Digest;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The key that a server's log signs its checkpoints with (c2sp.org/signed-note, Ed25519), as
/// `/v1/election` names it.
final class LogKey {
    private static final byte TYPE = 1;
    private static final int ID_BYTES = 4;
    private static final String SEPARATOR = "\n\n";
    private static final String DASH = "\u2014 ";

    private final String name;
    private final byte[] id;
    private final byte[] raw;

    private LogKey(String name, byte[] id, byte[] raw) {
        this.name = name;
        this.id = id;
        this.raw = raw;
    }

    /// @param vkey name, id in 8 hex digits and base64 of type and key, joined by `+`
    /// @throws IllegalArgumentException when it is none
    static LogKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        byte[] typed = parts.length == 3 ? decoded(parts[2]) : new byte[0];
        if (typed.length == 1 + Ed25519.PUBLIC_KEY_SIZE && typed[0] == TYPE) {
            byte[] hash =
                    Digest.sha256((parts[0] + '\n').getBytes(UTF_8), typed).bytes();
            byte[] id = Arrays.copyOf(hash, ID_BYTES);
            if (HexFormat.of().formatHex(id).equals(parts[1])) {
                return new LogKey(parts[0], id, Arrays.copyOfRange(typed, 1, typed.length));
            }
        }
        throw new IllegalArgumentException(
                "/v1/election must name a logKey such as shomar/kerman-1405+a1b2c3d4+AQ…, not "
                        + vkey);
    }

    /// Nothing for what is no base64.
    static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /// That of the log.
    String name() {
        return name;
    }

    /// The text of a note; empty when this key has not signed it.
    Optional<String> signedText(String note) {
        int split = note.lastIndexOf(SEPARATOR);
        if (split < 0) {
            return Optional.empty();
        }
        String text = note.substring(0, split + 1);
        byte[] bytes = text.getBytes(UTF_8);
        return note.substring(split + SEPARATOR.length())
                        .lines()
                        .anyMatch(line -> isSignature(line, bytes))
                ? Optional.of(text)
                : Optional.empty();
    }

    private boolean isSignature(String line, byte[] text) {
        String start = DASH + name + ' ';
        if (!line.startsWith(start)) {
            return false;
        }
        byte[] signature = decoded(line.substring(start.length()));
        return signature.length == ID_BYTES + Ed25519.SIGNATURE_SIZE
                && Arrays.equals(id, Arrays.copyOf(signature, ID_BYTES))
                && Ed25519.verify(signature, ID_BYTES, raw, 0, text, 0, text.length);
    }
}
