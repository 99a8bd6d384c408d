package org.shomar.aggregator.packet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes deterministic CBOR (RFC 8949 section 4.2.1): every head in its shortest form,
/// definite lengths. Keys are in ascending order when the caller writes them so.
final class CborWriter {
    private static final int FIRST_CAPACITY_BYTES = 512;

    private byte[] bytes;
    private int length;

    CborWriter() {
        this(FIRST_CAPACITY_BYTES);
    }

    CborWriter(int capacityBytes) {
        this.bytes = new byte[capacityBytes];
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /// Writes an integer of either sign.
    CborWriter integer(long value) {
        return value >= 0
                ? head(CborReader.UNSIGNED, value)
                : head(CborReader.NEGATIVE, -1 - value);
    }

    CborWriter bytes(byte[] value) {
        return head(CborReader.BYTES, value.length).raw(value, 0, value.length);
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return head(CborReader.TEXT, utf8.length).raw(utf8, 0, utf8.length);
    }

    CborWriter array(int items) {
        return head(CborReader.ARRAY, items);
    }

    CborWriter map(int entries) {
        return head(CborReader.MAP, entries);
    }

    CborWriter tag(int number) {
        return head(CborReader.TAG, number);
    }

    /// Writes bytes that are CBOR already.
    CborWriter raw(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    private CborWriter head(int major, long argument) {
        room(9);
        int type = major << 5;
        if (argument < 24) {
            bytes[length++] = (byte) (type | argument);
        } else if (argument <= 0xff) {
            argument(type | 24, argument, 1);
        } else if (argument <= 0xffff) {
            argument(type | 25, argument, 2);
        } else if (argument <= 0xffff_ffffL) {
            argument(type | 26, argument, 4);
        } else {
            argument(type | 27, argument, 8);
        }
        return this;
    }

    private void argument(int first, long argument, int width) {
        bytes[length++] = (byte) first;
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (argument >>> shift);
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
