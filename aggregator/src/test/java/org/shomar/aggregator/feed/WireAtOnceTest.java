package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Goal: a frame that goes straight to the kernel arrives as one that goes by the pipeline
/// does: whole, in its place, on its own connection.
/// Method: as [WireTest], frames of random lengths on both transports; a reader that reads
/// late, and a connection whose descriptor another one has taken over.
@DisplayName("the short way of a frame to a reader")
class WireAtOnceTest {
    private static final int SEVEN_BITS_MAX = 125;
    private static final int LARGE = 50_000;
    private static final int HUGE = 1_000_000;
    private static final int CONNECTIONS_MAX = 100;

    private final Wires wires = new Wires();

    @AfterEach
    void stop() {
        wires.close();
    }

    @ParameterizedTest(name = "native transport: {0}")
    @ValueSource(booleans = {true, false})
    void carriesFramesByteForByteToAReaderThatReadsLate(boolean isNative) throws Exception {
        Vertx vertx = isNative ? wires.vertx() : Vertx.vertx();
        assertThat(vertx.isNativeTransportEnabled()).isEqualTo(isNative);
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            SplittableRandom random = new SplittableRandom(17);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            List<TextFrame> frames = new ArrayList<>();
            connection.on(() -> {
                // More than the kernel takes, and then some of each kind.
                while (!connection.wire().isFull()) {
                    int length = random.nextInt(SEVEN_BITS_MAX + 1, LARGE);
                    byte[] text = text(random, length, sent);
                    TextFrame frame =
                            random.nextBoolean() ? TextFrame.shared(text) : TextFrame.of(text);
                    frames.add(frame);
                    if (random.nextInt(8) == 0) {
                        connection.wire().write(frame);
                    } else {
                        connection.wire().writeAtOnce(frame);
                    }
                }
                return true;
            });

            assertThat(Arrays.mismatch(reader.bytes(sent.size()), sent.toByteArray()))
                    .as("the first byte that differs")
                    .isEqualTo(-1);
            connection.on(() -> true); // after the loop has given the last one back
            assertThat(frames).allMatch(frame -> frame.viewsHeld() == 0);
        } finally {
            if (!isNative) {
                PublicServer.await(vertx.close());
            }
        }
    }

    /// What the kernel takes of a frame is its own; the rest follows when there is room.
    @Test
    void sendsTheRestOfAFrameThatTheKernelTookInPart() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(wires.vertx()))) {
            Wires.Served connection = wires.next();
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            TextFrame frame = TextFrame.shared(text(new SplittableRandom(18), HUGE, sent));
            long rest = connection.on(() -> {
                connection.channel().config().setOption(ChannelOption.SO_SNDBUF, 4_096);
                connection.wire().writeAtOnce(frame);
                return connection.channel().unsafe().outboundBuffer().totalPendingWriteBytes();
            });

            assertThat(rest).isBetween(1L, (long) HUGE);
            assertThat(Arrays.mismatch(reader.bytes(sent.size()), sent.toByteArray()))
                    .as("the first byte that differs")
                    .isEqualTo(-1);
        }
    }

    @Test
    void leavesNothingForThePipelineWhenTheKernelTakesItAll() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(wires.vertx()))) {
            Wires.Served connection = wires.next();
            TextFrame frame = shared("state");
            int held = connection.on(() -> {
                connection.channel().pipeline().addFirst("taking", taking());
                connection.wire().writeAtOnce(frame);
                return frame.viewsHeld();
            });

            assertThat(held).isZero();
            assertThat(reader.frame().text()).isEqualTo("state");
        }
    }

    /// What waits to be flushed was written before.
    @Test
    void doesNotOvertakeWhatIsNotFlushed() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(wires.vertx()))) {
            Wires.Served connection = wires.next();
            connection.on(() -> {
                connection.wire().write(shared("first"));
                connection.wire().writeAtOnce(shared("second"));
                return true;
            });

            assertThat(reader.frame().text()).isEqualTo("first");
            assertThat(reader.frame().text()).isEqualTo("second");
        }
    }

    /// The kernel gives the number of a closed socket to a later one.
    @Test
    void neverWritesIntoTheConnectionThatHasItsDescriptorNow() throws Exception {
        int port = wires.listen(wires.vertx());
        RawReader gone = new RawReader(port);
        Wires.Served old = wires.next();
        gone.close();
        old.closed().get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        List<RawReader> readers = new ArrayList<>();
        try {
            Wires.Served heir;
            do {
                assertThat(readers).as("none got the number").hasSizeLessThan(CONNECTIONS_MAX);
                readers.add(new RawReader(port));
                heir = wires.next();
            } while (descriptor(heir) != descriptor(old));
            TextFrame stray = shared("stray");
            old.on(() -> {
                old.wire().writeAtOnce(stray);
                return true;
            });
            heir.send(shared("own"));

            assertThat(readers.getLast().frame().text()).isEqualTo("own");
            assertThat(stray.viewsHeld()).isZero();
        } finally {
            for (RawReader reader : readers) {
                reader.close();
            }
        }
    }

    /// Takes what goes by the pipeline.
    private static ChannelHandler taking() {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext at, Object frame, ChannelPromise written) {
                ReferenceCountUtil.release(frame);
            }
        };
    }

    private static int descriptor(Wires.Served connection) {
        return ((UnixChannel) connection.channel()).fd().intValue();
    }

    private static TextFrame shared(String text) {
        return TextFrame.shared(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param sent gets the whole frame, as the reader should
    private static byte[] text(SplittableRandom random, int length, ByteArrayOutputStream sent) {
        byte[] text = new byte[length];
        random.nextBytes(text);
        DataOutputStream out = new DataOutputStream(sent);
        try {
            out.writeByte(0x81);
            if (length < 65_536) {
                out.writeByte(126);
                out.writeShort(length);
            } else {
                out.writeByte(127);
                out.writeLong(length);
            }
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text;
    }
}
