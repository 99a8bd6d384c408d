package org.shomar.aggregator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// CBOR items by hand, so that a test can write what no writer would.
final class RawCbor {
    private RawCbor() {}

    static byte[] uint(long value) {
        return head(0, value);
    }

    /// A negative integer.
    static byte[] negative(long value) {
        return head(1, -1 - value);
    }

    static byte[] bytes(byte[] content) {
        return join(head(2, content.length), content);
    }

    static byte[] text(String content) {
        byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
        return join(head(3, utf8.length), utf8);
    }

    static byte[] array(byte[]... items) {
        return join(head(4, items.length), join(items));
    }

    /// @param keysAndValues alternating, written in the order given
    static byte[] map(byte[]... keysAndValues) {
        return join(head(5, keysAndValues.length / 2), join(keysAndValues));
    }

    static byte[] tag(int number, byte[] item) {
        return join(head(6, number), item);
    }

    /// Bytes from numbers 0..255.
    static byte[] raw(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// A head in its shortest form.
    ///
    /// @param argument a negative one stands for 2^63 and above
    static byte[] head(int major, long argument) {
        if (argument >= 0 && argument < 24) {
            return raw(major << 5 | (int) argument);
        }
        int bits = Math.max(8, 64 - Long.numberOfLeadingZeros(argument));
        int width = Integer.highestOneBit(2 * ((bits + 7) / 8) - 1);
        byte[] head = new byte[1 + width];
        head[0] = (byte) (major << 5 | 24 + Integer.numberOfTrailingZeros(width));
        for (int i = 0; i < width; i++) {
            head[width - i] = (byte) (argument >>> 8 * i);
        }
        return head;
    }
}
