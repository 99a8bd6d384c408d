package org.shomar.aggregator.packet;

import java.nio.charset.StandardCharsets;

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    /// The offset of the first byte of `from..to-1` that begins no valid sequence; -1 if
    /// all is valid.
    static int invalidFrom(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int width = bytes[at] >= 0 ? 1 : widthAt(bytes, at, to);
            if (width == 0) {
                return at;
            }
            at += width;
        }
        return -1;
    }

    /// The text of bytes known to be valid.
    static String text(byte[] bytes, int from, int length) {
        return length == 0 ? "" : new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /// The width of the sequence of 2, 3 or 4 bytes that begins here; 0 when it is not valid.
    private static int widthAt(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int width = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (width == 0 || to - at < width) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int min = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int max = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < min || second > max) {
            return 0;
        }
        for (int i = at + 2; i < at + width; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return width;
    }
}
