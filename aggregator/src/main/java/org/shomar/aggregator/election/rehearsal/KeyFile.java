package org.shomar.aggregator.election.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A private key in a file: one line, the base64 (RFC 4648 section 4, with padding, 44
/// characters) of the 32-byte Ed25519 seed (RFC 8032 section 5.1.5).
public final class KeyFile {
    private static final int SEED_BYTES = 32;
    private static final int FILE_BYTES_MAX = 1_024;

    private KeyFile() {}

    /// Name of the file of a branch's key, such as `12-presiding.key`.
    public static String name(int branch, String role) {
        return branch + "-" + role + ".key";
    }

    /// Name of the file of an officer's key, such as `officer-hq-1.key`.
    public static String name(String officer) {
        return "officer-" + officer + ".key";
    }

    /// The 32-byte seed; white space around the line is ignored.
    ///
    /// @throws IOException also when the file is no such key; the message says what is
    /// expected
    public static byte[] read(Path file) throws IOException {
        if (Files.size(file) <= FILE_BYTES_MAX) {
            String text = new String(Files.readAllBytes(file), US_ASCII).strip();
            try {
                byte[] seed = Base64.getDecoder().decode(text);
                if (seed.length == SEED_BYTES) {
                    return seed;
                }
            } catch (IllegalArgumentException notBase64) {
                throw unfit(file, notBase64);
            }
        }
        throw unfit(file, null);
    }

    static void write(Path file, byte[] seed) throws IOException {
        String line = Base64.getEncoder().encodeToString(seed) + "\n";
        Files.write(file, line.getBytes(US_ASCII));
    }

    private static IOException unfit(Path file, @Nullable Exception cause) {
        return new IOException(
                file + " is no key file: one line, the base64 of a 32-byte seed, is expected",
                cause);
    }
}
