package org.shomar.aggregator.packet;

import java.util.Arrays;

/// Cuts a stream of bytes into CBOR items (RFC 8742) as they arrive, whatever the chunks.
///
/// Any well-formed item (RFC 8949 appendix C) is cut out, deterministic or not: judging it is
/// [PacketCodec]'s work. Memory is bounded by one message of `SignedPacket.MESSAGE_BYTES_MAX`;
/// of a longer one only the structure is followed.
///
/// The bytes of a chunk are looked at once, heads only: the content of strings is jumped over.
/// An item is copied once if it lies within one chunk, twice if it does not.
public final class CborSequence {
    /// Containers and tags within each other; deeper is `broken`.
    public static final int NESTING_MAX = 64;

    /// Values of [#left] that stand for containers without a count, which end with a break.
    private static final long OPEN_ARRAY = -1;

    private static final long OPEN_MAP_BEFORE_KEY = -2;
    private static final long OPEN_MAP_BEFORE_VALUE = -3;
    private static final long OPEN_BYTES = -4;
    private static final long OPEN_TEXT = -5;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;
    private static final int SIMPLE = 7;
    private static final int FIRST_CAPACITY_BYTES = 1024;

    private final Sink sink;

    /// Items still to come in each open container, the outermost first.
    private final long[] left = new long[NESTING_MAX];

    private int depth;

    /// The head being read: its first byte, the bytes of its argument to come, and those so
    /// far.
    private int first;

    private int argumentLeft;
    private long argument;
    private boolean inHead;

    /// Bytes of string content to come.
    private long contentLeft;

    /// Bytes before the current chunk, and where the current item began.
    private long chunkOffset;

    private long itemOffset;

    /// The current item's bytes from earlier chunks, unless there are too many.
    private byte[] kept = new byte[FIRST_CAPACITY_BYTES];

    private int keptLength;
    private boolean finished;

    public CborSequence(Sink sink) {
        this.sink = sink;
    }

    /// Takes the next bytes; the sink is called for every item that they complete. After
    /// `broken` and after [#end] all else is ignored.
    public void feed(byte[] chunk) {
        int at = 0;
        while (!finished && at < chunk.length) {
            at = step(chunk, at);
        }
        if (!finished) {
            keep(chunk, chunk.length);
            chunkOffset += chunk.length;
        }
    }

    /// Says that no more bytes come; an unfinished item is `broken`.
    public void end() {
        if (!finished && chunkOffset > itemOffset) {
            breakAt(chunkOffset, "the bytes end within the item that begins at " + itemOffset);
        }
        finished = true;
    }

    /// Takes what it can of one head or of one string and answers the offset after it.
    private int step(byte[] chunk, int from) {
        int at = from;
        if (contentLeft > 0) {
            int taken = (int) Math.min(contentLeft, chunk.length - at);
            contentLeft -= taken;
            at += taken;
            if (contentLeft == 0) {
                itemEnds(chunk, at);
            }
            return at;
        }
        if (!inHead) {
            begin(chunk[at++] & 0xff);
        }
        while (argumentLeft > 0 && at < chunk.length) {
            argument = argument << 8 | chunk[at++] & 0xff;
            argumentLeft--;
        }
        if (argumentLeft == 0) {
            inHead = false;
            head(chunk, at);
        }
        return at;
    }

    private void begin(int firstByte) {
        first = firstByte;
        inHead = true;
        int info = firstByte & 0x1f;
        argumentLeft = info >= 24 && info <= 27 ? 1 << (info - 24) : 0;
        argument = argumentLeft == 0 ? info : 0;
    }

    /// Acts on a head that is complete and ends before `at`.
    private void head(byte[] chunk, int at) {
        int info = first & 0x1f;
        long top = depth > 0 ? left[depth - 1] : 0;
        if (info >= 28 && info < INDEFINITE) {
            breakAt(headOffset(at), "a reserved first byte");
        } else if (first == BREAK) {
            close(chunk, at, top);
        } else if ((top == OPEN_BYTES || top == OPEN_TEXT) && !isChunkOf(top)) {
            breakAt(headOffset(at), "a string of indefinite length holds strings of its kind only");
        } else if (info == INDEFINITE) {
            openWithoutCount(at);
        } else {
            definite(chunk, at);
        }
    }

    /// Whether the head is that of a definite string of the kind of the open one.
    private boolean isChunkOf(long open) {
        int major = open == OPEN_BYTES ? CborReader.BYTES : CborReader.TEXT;
        return first >>> 5 == major && (first & 0x1f) != INDEFINITE;
    }

    private void close(byte[] chunk, int at, long top) {
        if (top >= 0 || top == OPEN_MAP_BEFORE_VALUE) {
            breakAt(headOffset(at), "a break where an item should be");
            return;
        }
        depth--;
        itemEnds(chunk, at);
    }

    private void openWithoutCount(int at) {
        switch (first >>> 5) {
            case CborReader.BYTES -> push(OPEN_BYTES, at);
            case CborReader.TEXT -> push(OPEN_TEXT, at);
            case CborReader.ARRAY -> push(OPEN_ARRAY, at);
            case CborReader.MAP -> push(OPEN_MAP_BEFORE_KEY, at);
            default -> breakAt(headOffset(at), "only strings, arrays and maps may lack a length");
        }
    }

    private void definite(byte[] chunk, int at) {
        // 2^63 and above can never be reached, no more than 2^63 - 1.
        long size = argument < 0 ? Long.MAX_VALUE : argument;
        int major = first >>> 5;
        if (major == CborReader.BYTES || major == CborReader.TEXT) {
            contentLeft = size;
        } else if (major == CborReader.ARRAY && size > 0) {
            push(size, at);
            return;
        } else if (major == CborReader.MAP && size > 0) {
            push(size > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * size, at);
            return;
        } else if (major == CborReader.TAG) {
            push(1, at);
            return;
        } else if (major == SIMPLE && (first & 0x1f) == 24 && argument < 32) {
            breakAt(headOffset(at), "a simple value below 32 in two bytes");
            return;
        }
        if (contentLeft == 0) {
            itemEnds(chunk, at);
        }
    }

    private void push(long items, int at) {
        if (depth == NESTING_MAX) {
            breakAt(headOffset(at), "items nested deeper than " + NESTING_MAX);
            return;
        }
        left[depth++] = items;
    }

    /// An item ends before `at`, and so does every container whose last item it is.
    private void itemEnds(byte[] chunk, int at) {
        while (depth > 0) {
            long top = left[depth - 1];
            if (top == OPEN_MAP_BEFORE_KEY) {
                left[depth - 1] = OPEN_MAP_BEFORE_VALUE;
            } else if (top == OPEN_MAP_BEFORE_VALUE) {
                left[depth - 1] = OPEN_MAP_BEFORE_KEY;
            } else if (top > 0) {
                left[depth - 1] = top - 1;
            }
            if (left[depth - 1] != 0) {
                return;
            }
            depth--;
        }
        emit(chunk, at);
    }

    private void emit(byte[] chunk, int to) {
        long offset = itemOffset;
        long length = chunkOffset + to - offset;
        byte[] message = null;
        if (length <= SignedPacket.MESSAGE_BYTES_MAX) {
            int from = to - ((int) length - keptLength);
            message = keptLength == 0
                    ? Arrays.copyOfRange(chunk, from, to)
                    : Arrays.copyOf(kept, (int) length);
            System.arraycopy(chunk, from, message, keptLength, to - from);
        }
        itemOffset = chunkOffset + to;
        keptLength = 0;
        if (message == null) {
            sink.tooLarge(offset);
        } else {
            sink.message(message);
        }
    }

    /// Keeps the current item's bytes of a chunk that ends within it.
    private void keep(byte[] chunk, int to) {
        long length = chunkOffset + to - itemOffset;
        if (length > SignedPacket.MESSAGE_BYTES_MAX) {
            keptLength = 0;
            return;
        }
        if (length > kept.length) {
            int doubled = Math.max(2 * kept.length, (int) length);
            kept = Arrays.copyOf(kept, Math.min(doubled, SignedPacket.MESSAGE_BYTES_MAX));
        }
        int more = (int) length - keptLength;
        System.arraycopy(chunk, to - more, kept, keptLength, more);
        keptLength = (int) length;
    }

    private long headOffset(int at) {
        int info = first & 0x1f;
        int width = info >= 24 && info <= 27 ? 1 << (info - 24) : 0;
        return chunkOffset + at - 1 - width;
    }

    private void breakAt(long offset, String reason) {
        finished = true;
        keptLength = 0;
        sink.broken(offset, reason);
    }

    /// Who takes the items, in order.
    public interface Sink {
        void message(byte[] message);

        /// An item longer than `SignedPacket.MESSAGE_BYTES_MAX` was passed over. Told when its
        /// end is seen.
        ///
        /// @param offset of its first byte in the stream
        void tooLarge(long offset);

        /// The stream is not a CBOR sequence from here on. Told at most once, and last.
        void broken(long offset, String reason);
    }
}
