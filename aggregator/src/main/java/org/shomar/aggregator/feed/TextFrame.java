package org.shomar.aggregator.feed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Objects;

/// A text message as it stands on the wire: one final frame, neither masked nor compressed
/// (RFC 6455, section 5.2). Put together once, when first sent; then every socket of every
/// event loop reads the same bytes.
///
/// What one socket holds is a view, given back when it is written or its connection is
/// gone. The bytes themselves are the garbage collector's, so that nobody counts who still
/// needs them.
final class TextFrame {
    private static final int FINAL_TEXT = 0x81;
    private static final int SEVEN_BITS_MAX = 125;
    private static final int SIXTEEN_BITS_MAX = 65_535;
    private static final int SIXTEEN_BITS = 126;
    private static final int SIXTY_FOUR_BITS = 127;
    private static final int HEADER_BYTES_MAX = 10;

    private final boolean outsideHeap;
    private byte @Nullable [] @Nullable [] parts;
    private @Nullable ByteBuffer memory; // set before `wire`
    private volatile @Nullable ByteBuf wire;

    private TextFrame(boolean outsideHeap, byte[]... parts) {
        this.outsideHeap = outsideHeap;
        this.parts = parts;
    }

    /// For many readers: outside the heap once it is sent, where the kernel takes it from
    /// without a copy for each.
    ///
    /// @param parts of the text in UTF-8, not changed afterwards
    static TextFrame shared(byte[]... parts) {
        return new TextFrame(true, parts);
    }

    /// For one reader or few: on the heap, which costs less to make and a copy for each.
    static TextFrame of(byte[] text) {
        return new TextFrame(false, text);
    }

    /// A view for one socket, with its own place of reading; whoever writes it releases it.
    ByteBuf view() {
        return bytes().retainedDuplicate();
    }

    /// The same of what comes after so many bytes.
    ByteBuf view(int from) {
        return view().skipBytes(from);
    }

    /// In bytes, its header included.
    int length() {
        return bytes().readableBytes();
    }

    /// The bytes as the kernel can take them, from 0 on; null when they lie on the heap.
    @Nullable
    ByteBuffer outsideHeap() {
        bytes();
        return memory;
    }

    /// How many views are not given back.
    int viewsHeld() {
        return bytes().refCnt() - 1;
    }

    private ByteBuf bytes() {
        ByteBuf made = wire;
        return made == null ? make() : made;
    }

    private synchronized ByteBuf make() {
        ByteBuf made = wire;
        if (made == null) {
            ByteBuffer encoded = encode(Objects.requireNonNull(parts));
            made = Unpooled.wrappedBuffer(encoded);
            memory = outsideHeap ? encoded : null;
            wire = made;
            parts = null;
        }
        return made;
    }

    private ByteBuffer encode(byte[][] text) {
        int length = 0;
        for (byte[] part : text) {
            length = Math.addExact(length, part.length);
        }
        int bytes = Math.addExact(HEADER_BYTES_MAX, length);
        ByteBuffer frame =
                outsideHeap ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
        frame.put((byte) FINAL_TEXT);
        putLength(frame, length);
        for (byte[] part : text) {
            frame.put(part);
        }
        return frame.flip();
    }

    private static void putLength(ByteBuffer frame, int length) {
        if (length <= SEVEN_BITS_MAX) {
            frame.put((byte) length);
        } else if (length <= SIXTEEN_BITS_MAX) {
            frame.put((byte) SIXTEEN_BITS).putShort((short) length);
        } else {
            frame.put((byte) SIXTY_FOUR_BITS).putLong(length);
        }
    }
}
