package org.shomar.loadtest.load;

import java.util.Arrays;

/// Bytes that grow at the end and are taken off at the beginning; used again and again.
final class Bytes {
    private static final int FIRST_BYTES = 2_048;

    private byte[] array = new byte[FIRST_BYTES];
    private int length;

    void append(byte[] bytes, int from, int to) {
        int added = to - from;
        if (length + added > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + added));
        }
        System.arraycopy(bytes, from, array, length, added);
        length += added;
    }

    void removeFirst(int count) {
        System.arraycopy(array, count, array, 0, length - count);
        length -= count;
    }

    void clear() {
        length = 0;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }
}
