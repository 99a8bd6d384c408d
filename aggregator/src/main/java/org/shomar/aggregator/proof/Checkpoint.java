package org.shomar.aggregator.proof;

import org.shomar.aggregator.packet.Digest;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/// What a log says of itself: so many entries, under this root (c2sp.org/tlog-checkpoint).
///
/// @param origin name of the log
/// @param size   leaves, 0 or more
public record Checkpoint(String origin, long size, Digest root) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int LINES_MIN = 3;

    /// The text that is signed.
    public String text() {
        return origin + '\n' + size + '\n' + base64(root) + '\n';
    }

    /// Reads the text of a note; lines after the third are passed over, as they may be signed
    /// along.
    ///
    /// @throws UnfitTextException when it is no checkpoint
    public static Checkpoint parse(String text) throws UnfitTextException {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES_MIN || lines[0].isEmpty() || !lines[lines.length - 1].isEmpty()) {
            throw new UnfitTextException(
                    "a checkpoint has a line of origin, one of size and one of root");
        }
        if (Arrays.asList(lines).subList(0, lines.length - 1).contains("")) {
            throw new UnfitTextException("a checkpoint has no empty lines");
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            throw new UnfitTextException("the size of a checkpoint is a decimal number");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), hash(lines[2]));
    }

    /// Reads a hash in base64, exactly as [#base64] writes it.
    ///
    /// @throws UnfitTextException when it is not that
    public static Digest hash(String line) throws UnfitTextException {
        try {
            byte[] raw = Base64.getDecoder().decode(line);
            if (raw.length == Digest.BYTES && base64(Digest.of(raw)).equals(line)) {
                return Digest.of(raw);
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw new UnfitTextException("a hash is the base64 of 32 bytes, 44 characters");
    }

    /// 44 characters (RFC 4648 section 4).
    public static String base64(Digest hash) {
        return Base64.getEncoder().encodeToString(hash.bytes());
    }
}
