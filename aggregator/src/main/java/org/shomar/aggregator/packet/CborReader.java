package org.shomar.aggregator.packet;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Reads deterministic CBOR (RFC 8949 section 4.2.1) from a byte array and refuses all
/// else.
///
/// The first failure sticks: it is kept with its offset, nothing is left to read from there
/// on, and every later call answers zero, empty or null. So a caller reads a whole
/// structure without looking and asks [#failed] once. No method throws, whatever the bytes.
final class CborReader {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;

    private static final byte[] NOTHING = new byte[0];

    private final byte[] bytes;
    private int position;
    private int limit;
    private int failedAt;
    private @Nullable String reason;

    CborReader(byte[] bytes) {
        this.bytes = bytes;
        this.limit = bytes.length;
    }

    int position() {
        return position;
    }

    int left() {
        return limit - position;
    }

    boolean failed() {
        return reason != null;
    }

    /// The first failure. Only to be asked after [#failed].
    Decoded.Malformed failure() {
        String why = reason;
        if (why == null) {
            throw new IllegalStateException("asked for a failure that did not happen");
        }
        return new Decoded.Malformed(failedAt, why);
    }

    /// Keeps the failure if it is the first one, and leaves nothing to read.
    void fail(int at, String why) {
        if (reason == null) {
            reason = why;
            failedAt = at;
        }
        position = 0;
        limit = 0;
    }

    /// Reads an unsigned integer of `min..max`.
    long uint(String what, long min, long max) {
        int at = position;
        long value = head(UNSIGNED, what);
        if (value < min || value > max) {
            fail(
                    at,
                    what + " must be " + range(min, max) + ", not " + Long.toUnsignedString(value));
            return 0;
        }
        return value;
    }

    /// Reads a count: 0..2^31-1.
    int count(String what) {
        if (position < limit && bytes[position] >= 0 && bytes[position] < 24) {
            return bytes[position++];
        }
        return (int) uint(what, 0, Integer.MAX_VALUE);
    }

    /// Reads a negative integer; -1 - 2^31 and below come out as [Long#MIN_VALUE].
    long negative(String what) {
        long argument = head(NEGATIVE, what);
        return argument >= 0 && argument <= Integer.MAX_VALUE ? -1 - argument : Long.MIN_VALUE;
    }

    /// Reads the head of an array of `min..max` items.
    int array(String what, int min, int max) {
        return container(ARRAY, what, min, max, "items", 1);
    }

    /// Reads the head of a map of `min..max` entries.
    int map(String what, int min, int max) {
        return container(MAP, what, min, max, "entries", 2);
    }

    /// Reads the head of a byte string or a text of `min..max` bytes and stays before its
    /// content.
    int string(int major, String what, int min, int max) {
        return container(major, what, min, max, "bytes", 1);
    }

    private int container(int major, String what, int min, int max, String unit, int size) {
        int at = position;
        long length = head(major, what);
        if (length < min || length > max) {
            fail(
                    at,
                    what + " must have "
                            + (min == 0 && max > 0 ? "at most " + max : range(min, max)) + " "
                            + unit + ", not " + Long.toUnsignedString(length));
            return 0;
        }
        if (length * size > limit - position) {
            fail(
                    at,
                    what + " has " + length + " " + unit
                            + ", more than the bytes that follow hold");
            return 0;
        }
        return (int) length;
    }

    /// Reads a byte string of `min..max` bytes into a new array.
    byte[] byteString(String what, int min, int max) {
        return take(string(BYTES, what, min, max));
    }

    /// Reads an identifier: a text of 1..64 of `a-z 0-9 -`.
    String name(int major, String what) {
        int length = string(major, what, 1, ResultPacket.NAME_BYTES_MAX);
        for (int i = position; i < position + length; i++) {
            if (!isNameByte(bytes[i])) {
                fail(i, what + " must be of a-z 0-9 - only");
                return "";
            }
        }
        return text(length);
    }

    private static boolean isNameByte(byte b) {
        return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-';
    }

    /// Reads a text of `min..max` bytes of valid UTF-8.
    String text(String what, int min, int max) {
        int length = string(TEXT, what, min, max);
        int invalid = Utf8.invalidFrom(bytes, position, position + length);
        if (invalid >= 0) {
            fail(invalid, what + " must be valid UTF-8");
            return "";
        }
        return text(length);
    }

    private String text(int length) {
        String text = Utf8.text(bytes, position, length);
        position += length;
        return text;
    }

    /// Takes the next `length` bytes, which are known to be there.
    private byte[] take(int length) {
        if (length == 0) {
            return NOTHING;
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /// Whether the next bytes are these; they are passed over if so.
    boolean takeIf(byte[] expected) {
        int end = position + expected.length;
        if (expected.length > left()
                || !Arrays.equals(bytes, position, end, expected, 0, expected.length)) {
            return false;
        }
        position = end;
        return true;
    }

    /// From here on only the next `length` bytes can be read, until [#widen]; the answer is
    /// for it.
    int narrow(int length) {
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /// Ends what [#narrow] began; bytes not read are a failure.
    void widen(int outer, String what) {
        if (position < limit) {
            fail(position, what + " must end here; bytes too many: " + (limit - position));
        } else if (reason == null) {
            limit = outer;
        }
    }

    /// The next byte as 0..255, not passed over; -1 when there is none.
    int peek() {
        return position < limit ? bytes[position] & 0xff : -1;
    }

    /// Reads a head of this major type in its shortest form and answers its argument: a
    /// negative value stands for 2^63 and above, and 0 also for a failure.
    long head(int major, String what) {
        if (position >= limit) {
            fail(position, "the bytes end where " + what + " should be");
            return 0;
        }
        int first = bytes[position] & 0xff;
        int info = first & 0x1f;
        if (first >>> 5 != major) {
            fail(position, what + " must be " + noun(major) + ", not " + found(first));
            return 0;
        }
        if (info < 24) {
            position++;
            return info;
        }
        return longHead(info, what);
    }

    private long longHead(int info, String what) {
        int at = position;
        if (info > 27) {
            fail(
                    at,
                    info == 31
                            ? what + " must have a definite length"
                            : what + " begins with a reserved byte, which is not CBOR");
            return 0;
        }
        int width = 1 << (info - 24);
        if (width >= limit - at) {
            fail(limit, "the bytes end within the head of " + what);
            return 0;
        }
        long argument = 0;
        for (int i = at + 1; i <= at + width; i++) {
            argument = argument << 8 | bytes[i] & 0xff;
        }
        long shorter = width == 1 ? 23 : (1L << (4 * width)) - 1;
        if (argument >= 0 && argument <= shorter) {
            fail(at, what + " must be written in the shortest form");
            return 0;
        }
        position = at + 1 + width;
        return argument;
    }

    private static String range(long min, long max) {
        return min == max ? Long.toString(min) : min + ".." + max;
    }

    private static String found(int first) {
        return switch (first >>> 5) {
            case 7 -> (first & 0x1f) >= 25 && (first & 0x1f) <= 27 ? "a float" : "a simple value";
            case TAG -> "a tag";
            case NEGATIVE -> "a negative integer";
            default -> noun(first >>> 5);
        };
    }

    private static String noun(int major) {
        return switch (major) {
            case UNSIGNED -> "an unsigned integer";
            case NEGATIVE -> "a negative integer";
            case BYTES -> "a byte string";
            case TEXT -> "a text";
            case ARRAY -> "an array";
            case MAP -> "a map";
            default -> "a tag";
        };
    }
}
