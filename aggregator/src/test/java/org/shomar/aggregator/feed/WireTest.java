package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Goal: frames written past Vert.x arrive whole, in order with Vert.x's own, within the bound
/// of the queue, and leave nothing behind.
/// Method: a server of Vert.x with the options of the public plane, on both transports; a
/// reader that sees bytes and stops reading.
@DisplayName("the wire to a reader")
class WireTest {
    private static final int LARGE = 50_000;

    private final Wires wires = new Wires();
    private final Vertx vertx = wires.vertx();

    @AfterEach
    void stop() {
        wires.close();
    }

    @ParameterizedTest(name = "native transport: {0}")
    @ValueSource(booleans = {true, false})
    void carriesFramesByteForByte(boolean isNative) throws Exception {
        Vertx other = isNative ? vertx : Vertx.vertx();
        assertThat(other.isNativeTransportEnabled()).isEqualTo(isNative);
        try (RawReader reader = new RawReader(wires.listen(other))) {
            Wires.Served connection = wires.next();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            List<TextFrame> frames = new ArrayList<>();
            for (int length : List.of(0, 125, 126, 65_535, 65_536)) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) ('a' + frames.size() % 26));
                for (TextFrame frame : List.of(TextFrame.shared(text), TextFrame.of(text))) {
                    frames.add(frame);
                    expected.write(header(length));
                    expected.write(text);
                }
            }
            connection.send(frames.toArray(TextFrame[]::new));

            assertThat(reader.bytes(expected.size())).isEqualTo(expected.toByteArray());
            connection.on(() -> true); // after the loop has given the last one back
            assertThat(frames).allMatch(frame -> frame.viewsHeld() == 0);
        } finally {
            if (!isNative) {
                PublicServer.await(other.close());
            }
        }
    }

    @Test
    void sendsNothingUntilItIsFlushedAndThenEverything() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        Wire wire = new Wire(channel.pipeline().lastContext());
        wire.write(text("1"));
        wire.write(text("2"));
        assertThat(channel.outboundMessages()).isEmpty();
        wire.flush();

        assertThat(channel.outboundMessages()).hasSize(2);
        channel.finishAndReleaseAll();
    }

    /// Who only listens is not idle.
    @Test
    void countsAsActivity() {
        List<Object> idle = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(
                new WebSocket13FrameEncoder(false),
                new IdleStateHandler(0, 0, 60),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext at, Object event) {
                        idle.add(event);
                    }
                });
        channel.freezeTime();
        Wire wire = new Wire(channel.pipeline().lastContext());
        for (int minute = 0; minute < 10; minute++) {
            wire.write(text("beat"));
            wire.flush();
            channel.advanceTimeBy(59, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(idle).isEmpty();
        channel.advanceTimeBy(59, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(idle).hasSize(1);
        channel.finishAndReleaseAll();
    }

    /// Without room Vert.x can write no answer, so its own timeout never begins.
    @Test
    void endsAReaderThatSaysGoodbyeAndReadsNoMore() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        channel.freezeTime();
        Wire wire = new Wire(channel.pipeline().lastContext());
        channel.writeInbound(new CloseWebSocketFrame());
        channel.advanceTimeBy(PublicPlane.CLOSING_SECONDS_MAX - 1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        wire.endWithin(60); // the first word stands
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void holdsNoMoreThanItsQueueAndOneFrame() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            TextFrame frame = TextFrame.shared(new byte[LARGE]);
            // In one turn of the event loop: a moment later the kernel may take more. Once full,
            // the channel has no room until it is down to half, so one frame or two may wait.
            int written = connection.on(() -> {
                int frames = connection.fillHere(frame);
                int overhead = 96; // what Netty adds for each
                assertThat(connection.channel().bytesBeforeWritable() + Wires.QUEUE_BYTES_MAX / 2)
                        .isBetween(
                                Wires.QUEUE_BYTES_MAX / 2L,
                                (long) Wires.QUEUE_BYTES_MAX + LARGE + 10 + overhead);
                assertThat(frame.viewsHeld()).isBetween(1, 2);
                assertThat(connection.fillHere(frame)).isZero();
                return frames;
            });
            for (int i = 0; i < written; i++) {
                assertThat(reader.frame().payload().length()).isEqualTo(LARGE);
            }
        }
    }

    @Test
    void givesEverythingBackWhenTheReaderGoesInTheMiddle() throws Exception {
        RawReader reader = new RawReader(wires.listen(vertx));
        Wires.Served connection = wires.next();
        TextFrame frame = TextFrame.shared(new byte[LARGE]);
        connection.fill(frame);
        assertThat(frame.viewsHeld()).isPositive();
        reader.close();
        connection.closed().get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(frame.viewsHeld()).isZero();

        connection.send(frame); // nobody knows yet, say
        assertThat(frame.viewsHeld()).isZero();
    }

    @Test
    void tellsOfRoomAfterWhatVertxHeldBack() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            connection.wire().onRoom(() -> {
                connection.wire().write(text("room"));
                connection.wire().flush();
            });
            int written = connection.fill(TextFrame.shared(new byte[LARGE]));
            connection.on(() -> connection.socket().writePong(Buffer.buffer("held")));
            for (int i = 0; i < written; i++) {
                assertThat(reader.frame().opcode()).isEqualTo(RawReader.TEXT);
            }

            assertThat(reader.frame().opcode()).isEqualTo(RawReader.PONG);
            assertThat(reader.frame().text()).isEqualTo("room");
        }
    }

    @Test
    void answersEachPingOfAReaderThatReads() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            wires.next();
            for (int ping = 0; ping < 3; ping++) {
                reader.pings(ping + 1);
                for (int pong = 0; pong <= ping; pong++) {
                    RawReader.Frame answer = reader.frame();
                    assertThat(answer.opcode()).isEqualTo(RawReader.PONG);
                    assertThat(answer.payload().getInt(0)).isEqualTo(pong);
                }
            }
        }
    }

    @Test
    void holdsOnePongHoweverManyPingsCome() throws Exception {
        int pings = 20_000;
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            CountDownLatch seen = new CountDownLatch(pings);
            connection.on(() -> connection
                    .channel()
                    .pipeline()
                    .addBefore("feedRoom", "seen", new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext at, Object frame) {
                            at.fireChannelRead(frame);
                            seen.countDown();
                        }
                    }));
            int written = connection.fill(TextFrame.shared(new byte[LARGE]));
            reader.pings(pings);
            assertThat(seen.await(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < written; i++) {
                assertThat(reader.frame().opcode()).isEqualTo(RawReader.TEXT);
            }
            RawReader.Frame pong = reader.frame();
            connection.send(text("end"));

            assertThat(pong.opcode()).isEqualTo(RawReader.PONG);
            assertThat(pong.payload().getInt(0)).isEqualTo(pings - 1);
            assertThat(reader.frame().text()).isEqualTo("end");
        }
    }

    @Test
    void closesAfterTheFramesBefore() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            int written = connection.fill(TextFrame.shared(new byte[LARGE]));
            connection.on(() -> connection.socket().close((short) 4000, "slow"));
            for (int i = 0; i < written; i++) {
                assertThat(reader.frame().opcode()).isEqualTo(RawReader.TEXT);
            }
            RawReader.Frame last = reader.frame();

            assertThat(last.opcode()).isEqualTo(RawReader.CLOSE);
            assertThat(last.payload().getUnsignedShort(0)).isEqualTo(4000);
            assertThat(reader.atEnd()).isTrue(); // by its closing timeout
        }
    }

    /// Between two frames of ours one of Vert.x's.
    @Test
    void keepsItsPlaceAmongFramesOfVertx() throws Exception {
        try (RawReader reader = new RawReader(wires.listen(vertx))) {
            Wires.Served connection = wires.next();
            connection.on(() -> {
                connection.wire().write(text("first"));
                connection.socket().writeFrame(WebSocketFrame.textFrame("second", true));
                connection.wire().write(text("third"));
                connection.wire().flush();
                return true;
            });

            assertThat(reader.frame().text()).isEqualTo("first");
            assertThat(reader.frame().text()).isEqualTo("second");
            assertThat(reader.frame().text()).isEqualTo("third");
        }
    }

    /// Written out by hand, see [TextFrameTest].
    private static byte[] header(int length) {
        return HexFormat.of()
                .parseHex(
                        switch (length) {
                            case 0 -> "8100";
                            case 125 -> "817d";
                            case 126 -> "817e007e";
                            case 65_535 -> "817effff";
                            case 65_536 -> "817f0000000000010000";
                            default -> throw new IllegalArgumentException("length " + length);
                        });
    }

    private static TextFrame text(String text) {
        return TextFrame.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
