package org.shomar.aggregator.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/// One line under a note: who signed, with which key, and the signature.
///
/// @param name  of the key, without spaces and `+`
/// @param keyId the first four bytes of the key's hash, big-endian
/// @param bytes what the key made, without the id
@SuppressWarnings("ArrayRecordComponent") // compared by text
public record NoteSignature(String name, int keyId, byte[] bytes) {
    private static final String DASH = "\u2014 ";
    private static final int ID_BYTES = 4;

    /// White space to Unicode, but not to Java.
    private static final int NEXT_LINE = 0x85;

    /// Reads `— name base64`.
    ///
    /// @throws UnfitTextException when it is not that
    public static NoteSignature parse(String line) throws UnfitTextException {
        String[] words = line.startsWith(DASH)
                ? line.substring(DASH.length()).split(" ", -1)
                : new String[0];
        if (words.length == 2 && isName(words[0])) {
            byte[] raw = decoded(words[1]);
            if (raw.length > ID_BYTES) {
                return new NoteSignature(
                        words[0],
                        ByteBuffer.wrap(raw).getInt(),
                        Arrays.copyOfRange(raw, ID_BYTES, raw.length));
            }
        }
        throw new UnfitTextException(
                "a signature is a line of a dash (U+2014), a key's name and base64");
    }

    /// Whether a key may have this name: not empty, no white space, no `+`.
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || c < ' '
                                || c == NEXT_LINE
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c));
    }

    private static byte[] decoded(String base64) throws UnfitTextException {
        try {
            byte[] raw = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(raw).equals(base64)) {
                return raw;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw new UnfitTextException("a signature is base64 with padding");
    }

    @Override
    public String toString() {
        ByteBuffer raw = ByteBuffer.allocate(ID_BYTES + bytes.length);
        raw.putInt(keyId).put(bytes);
        return DASH + name + ' ' + Base64.getEncoder().encodeToString(raw.array());
    }
}
