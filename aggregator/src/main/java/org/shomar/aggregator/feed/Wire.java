package org.shomar.aggregator.feed;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/// The way of our text frames to one WebSocket: whole frames, put into its channel as they
/// are. Vert.x's own way would make a frame, a promise and a header of each for each
/// socket.
///
/// **Order.** Vert.x holds its frames (close) back while the channel has no room, and writes
/// all of them the moment it has, before [#onRoom] is told. So what is written here while
/// there is room never overtakes one. What is written without room may overtake a close
/// frame, so nothing is written after that.
///
/// **Pings** are answered here: Vert.x would hold back a pong for each that comes while there
/// is no room, however many. Here one waits, the newest, as RFC 6455, section 5.5.3, allows.
///
/// Everything here is called on the event loop of the connection.
@SuppressWarnings("FutureReturnValueIgnored") // a frame that fails goes with its connection
final class Wire {
    private final ChannelHandlerContext end;
    private final Channel.Unsafe transport;
    private final ChannelPromise unheard;
    private final @Nullable Socket kernel;
    private Runnable room = () -> {};
    private boolean unflushed;
    private boolean seenFull;
    private @Nullable PingWebSocketFrame unanswered;
    private @Nullable Future<?> ending;

    /// @param end the last handler of the pipeline. From there a frame goes by the idle timer,
    ///            which must see it, and through the frame encoder, which lets bytes pass.
    Wire(ChannelHandlerContext end) {
        this.end = end;
        this.transport = end.channel().unsafe();
        this.unheard = new VoidChannelPromise(end.channel(), false);
        this.kernel = kernel(end.channel());
        end.pipeline().addBefore(end.name(), "feedRoom", watch());
    }

    static Wire of(ServerWebSocket socket) {
        return new Wire(((WebSocketInternal) socket).channelHandlerContext());
    }

    /// Runs when the channel was seen full and is down to half of its queue.
    void onRoom(Runnable task) {
        room = task;
    }

    /// Whether more bytes wait than may; asking sends what is not yet flushed.
    boolean isFull() {
        ChannelOutboundBuffer waiting = transport.outboundBuffer();
        if (waiting != null && waiting.isWritable()) {
            return false;
        }
        flush();
        seenFull = !end.channel().isWritable();
        return seenFull;
    }

    /// Whether either side has begun to close: what is written now may come after its close
    /// frame.
    boolean isEnding() {
        return ending != null;
    }

    /// Goes out with the next [#flush]: what is flushed together is one call of the kernel.
    void write(TextFrame frame) {
        end.write(frame.view(), unheard);
        unflushed = true;
    }

    /// Goes out now. Where nothing waits before it, it goes straight to the kernel, past the
    /// pipeline: with thousands of readers, each object on that way has to come from memory.
    /// Nobody there would change it: the public plane has no TLS of its own, and the frame
    /// encoder lets bytes pass. The idle timer does not see it, so not all may go this way.
    void writeAtOnce(TextFrame frame) {
        int taken = handedOver(frame);
        if (taken < frame.length()) {
            end.write(frame.view(taken), unheard);
            unflushed = true;
            flush();
        }
    }

    /// The bytes that the kernel took; none from a channel that has to see them itself.
    private int handedOver(TextFrame frame) {
        ByteBuffer bytes = frame.outsideHeap();
        // Null from the moment of closing on: the descriptor may be another connection's then.
        ChannelOutboundBuffer waiting = transport.outboundBuffer();
        if (bytes == null
                || kernel == null
                || waiting == null
                || waiting.totalPendingWriteBytes() > 0) {
            return 0;
        }
        try {
            return kernel.send(bytes, 0, frame.length());
        } catch (IOException broken) {
            return 0; // the channel finds out itself, and ends
        }
    }

    /// The socket of a channel of the native transport.
    private static @Nullable Socket kernel(Channel channel) {
        return channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket
                ? socket
                : null;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            end.flush();
        }
    }

    /// Cuts the connection after so many seconds, whatever waits. Vert.x's own closing timeout
    /// begins when its close frame is written, so never for a reader that does not read.
    void endWithin(int seconds) {
        if (ending == null) {
            // From the end on, past Vert.x, which would write before it closes.
            ending = end.executor().schedule(() -> end.close(), seconds, TimeUnit.SECONDS);
        }
    }

    private void answer(PingWebSocketFrame ping) {
        end.write(new PongWebSocketFrame(ping.content()), unheard);
        unflushed = true;
    }

    private void pinged(PingWebSocketFrame ping) {
        if (isFull()) {
            forget();
            unanswered = ping;
        } else {
            answer(ping);
        }
    }

    private void answerLast() {
        PingWebSocketFrame ping = unanswered;
        if (ping != null && end.channel().isWritable()) {
            unanswered = null;
            answer(ping);
            flush();
        }
    }

    private void forget() {
        if (unanswered != null) {
            unanswered.release();
            unanswered = null;
        }
    }

    private ChannelInboundHandlerAdapter watch() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext at, Object frame) {
                if (frame instanceof PingWebSocketFrame ping) {
                    pinged(ping);
                    return;
                }
                if (frame instanceof CloseWebSocketFrame) {
                    endWithin(PublicPlane.CLOSING_SECONDS_MAX);
                }
                at.fireChannelRead(frame);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext at) {
                flush(); // pongs
                at.fireChannelReadComplete();
            }

            @Override
            public void handlerRemoved(ChannelHandlerContext at) {
                forget();
                if (ending != null) {
                    ending.cancel(false);
                }
            }

            @Override
            public void channelWritabilityChanged(ChannelHandlerContext at) {
                at.fireChannelWritabilityChanged(); // Vert.x first: it may hold frames
                answerLast();
                if (seenFull && at.channel().isWritable()) {
                    seenFull = false;
                    room.run();
                }
            }
        };
    }
}
