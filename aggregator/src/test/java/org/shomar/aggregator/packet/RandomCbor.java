package org.shomar.aggregator.packet;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/// Well-formed CBOR items of every kind, drawn from a seed: lengths in any width, definite
/// or not.
final class RandomCbor {
    private final SplittableRandom random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RandomCbor(SplittableRandom random) {
        this.random = random;
    }

    byte[] item() {
        out.reset();
        item(5);
        return out.toByteArray();
    }

    /// A byte string whose item is longer than a message may be, or is just not.
    byte[] large() {
        out.reset();
        string(CborReader.BYTES, SignedPacket.MESSAGE_BYTES_MAX - 4 + random.nextInt(8));
        return out.toByteArray();
    }

    private void item(int depth) {
        int major = random.nextInt(8);
        boolean indefinite = random.nextInt(4) == 0;
        switch (depth == 0 && major >= CborReader.ARRAY ? 0 : major) {
            case CborReader.BYTES, CborReader.TEXT -> {
                if (indefinite) {
                    out.write(major << 5 | 31);
                    for (int i = random.nextInt(3); i > 0; i--) {
                        string(major, random.nextInt(40));
                    }
                    out.write(0xff);
                } else {
                    string(major, random.nextInt(random.nextInt(9) == 0 ? 5_000 : 40));
                }
            }
            case CborReader.ARRAY -> container(major, 1, indefinite, depth);
            case CborReader.MAP -> container(major, 2, indefinite, depth);
            case CborReader.TAG -> {
                head(CborReader.TAG, random.nextInt(70_000));
                item(depth - 1);
            }
            case 7 -> simple();
            case CborReader.NEGATIVE -> head(CborReader.NEGATIVE, random.nextInt() >>> 1);
            default ->
                head(CborReader.UNSIGNED, random.nextInt(random.nextInt(9) == 0 ? 1 << 30 : 300));
        }
    }

    private void container(int major, int itemsPerEntry, boolean indefinite, int depth) {
        int entries = random.nextInt(4);
        if (indefinite) {
            out.write(major << 5 | 31);
        } else {
            head(major, entries);
        }
        for (int i = entries * itemsPerEntry; i > 0; i--) {
            item(depth - 1);
        }
        if (indefinite) {
            out.write(0xff);
        }
    }

    private void simple() {
        switch (random.nextInt(5)) {
            case 0 -> write(0xf8, 32 + random.nextInt(224));
            case 1 -> write(0xf9, random.nextInt(256), random.nextInt(256));
            case 2 -> write(0xfa, 1, 2, 3, 4);
            case 3 -> write(0xfb, 255, 255, 255, 255, 255, 255, 255, 255);
            default -> out.write(0xe0 + random.nextInt(24));
        }
    }

    private void string(int major, int length) {
        head(major, length);
        byte[] content = new byte[length];
        random.nextBytes(content);
        out.writeBytes(content);
    }

    /// Writes a head in any width that holds the argument.
    private void head(int major, int argument) {
        int least = argument < 24 ? 0 : argument < 256 ? 1 : argument < 65_536 ? 2 : 3;
        int width = random.nextInt(3) == 0 ? least + random.nextInt(5 - least) : least;
        if (width == 0) {
            out.write(major << 5 | argument);
            return;
        }
        out.write(major << 5 | 23 + width);
        for (int shift = 8 * ((1 << (width - 1)) - 1); shift >= 0; shift -= 8) {
            out.write((int) ((long) argument >>> shift));
        }
    }

    private void write(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }
}
