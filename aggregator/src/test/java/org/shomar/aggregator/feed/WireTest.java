package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Goal: frames written past Vert.x arrive whole, in order with Vert.x's own, within the bound
/// of the queue, and leave nothing behind.
/// Method: a server of Vert.x with the options of the public plane, on both transports; a
/// reader that sees bytes and stops reading.
@DisplayName("the wire to a reader")
class WireTest {
    private static final int QUEUE_BYTES_MAX = 64 * 1_024;
    private static final int LARGE = 50_000;

    private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    /// A connection as the server has it.
    private record Served(ServerWebSocket socket, Wire wire, CompletableFuture<Void> closed) {
        Channel channel() {
            return ((WebSocketInternal) socket).channelHandlerContext().channel();
        }

        /// Runs on the event loop of the connection.
        <T> T on(Callable<T> task) {
            return PublicServer.await(Future.fromCompletionStage(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return task.call();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    channel().eventLoop())));
        }

        /// Gives how many frames were written until no more may be.
        int fill(TextFrame frame) {
            return on(() -> fillHere(frame));
        }

        /// The same, from the event loop of the connection.
        int fillHere(TextFrame frame) {
            int frames = 0;
            while (!wire.isFull()) {
                wire.write(frame);
                frames++;
            }
            return frames;
        }

        void send(TextFrame... frames) {
            on(() -> {
                for (TextFrame frame : frames) {
                    wire.write(frame);
                }
                wire.flush();
                return true;
            });
        }
    }

    @AfterEach
    void stop() {
        PublicServer.await(vertx.close());
    }

    @ParameterizedTest(name = "native transport: {0}")
    @ValueSource(booleans = {true, false})
    void carriesFramesByteForByte(boolean isNative) throws Exception {
        Vertx other = isNative ? vertx : Vertx.vertx();
        assertThat(other.isNativeTransportEnabled()).isEqualTo(isNative);
        try (RawReader reader = new RawReader(listen(other))) {
            Served connection = next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            Served connection = next();
            TextFrame frame = TextFrame.shared(new byte[LARGE]);
            // In one turn of the event loop: a moment later the kernel may take more. Once full,
            // the channel has no room until it is down to half, so one frame or two may wait.
            int written = connection.on(() -> {
                int frames = connection.fillHere(frame);
                int overhead = 96; // what Netty adds for each
                assertThat(connection.channel().bytesBeforeWritable() + QUEUE_BYTES_MAX / 2)
                        .isBetween(
                                QUEUE_BYTES_MAX / 2L,
                                (long) QUEUE_BYTES_MAX + LARGE + 10 + overhead);
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
        RawReader reader = new RawReader(listen(vertx));
        Served connection = next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            Served connection = next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            Served connection = next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            Served connection = next();
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
        try (RawReader reader = new RawReader(listen(vertx))) {
            Served connection = next();
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

    private int listen(Vertx on) {
        HttpServer server = on.createHttpServer(
                        PublicPlane.options(FeedConfig.DEFAULT.at("127.0.0.1", 0))
                                .setWebSocketClosingTimeout(1))
                .requestHandler(request -> request.toWebSocket().onSuccess(socket -> {
                    socket.setWriteQueueMaxSize(QUEUE_BYTES_MAX);
                    CompletableFuture<Void> closed = new CompletableFuture<>();
                    socket.closeHandler(ignored -> closed.complete(null));
                    served.add(new Served(socket, Wire.of(socket), closed));
                }));
        return PublicServer.await(server.listen()).actualPort();
    }

    private Served next() throws InterruptedException {
        Served connection = served.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return connection;
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
