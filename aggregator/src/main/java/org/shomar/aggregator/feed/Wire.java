package org.shomar.aggregator.feed;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/// The way of our text frames to one WebSocket: whole frames, put into its channel as they
/// are. Vert.x's own way would make a frame, a promise and a header of each for each
/// socket.
///
/// **Order.** Vert.x holds its frames (pong, close) back while the channel has no room, and
/// writes all of them the moment it has, before [#onRoom] is told. So what is written here
/// while there is room never overtakes one. What is written without room may overtake a
/// pong, which means nothing, and a close frame, so nothing is written after that.
///
/// Everything here is called on the event loop of the connection.
@SuppressWarnings("FutureReturnValueIgnored") // a frame that fails goes with its connection
final class Wire {
    private final ChannelHandlerContext end;
    private final ChannelPromise unheard;
    private Runnable room = () -> {};
    private boolean unflushed;
    private boolean seenFull;

    /// @param end the last handler of the pipeline. From there a frame goes by the idle timer,
    ///            which must see it, and through the frame encoder, which lets bytes pass.
    Wire(ChannelHandlerContext end) {
        this.end = end;
        this.unheard = new VoidChannelPromise(end.channel(), false);
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
        Channel channel = end.channel();
        if (channel.isWritable()) {
            return false;
        }
        flush();
        seenFull = !channel.isWritable();
        return seenFull;
    }

    /// Goes out with the next [#flush]: what is flushed together is one call of the kernel.
    void write(TextFrame frame) {
        end.write(frame.view(), unheard);
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            end.flush();
        }
    }

    private ChannelInboundHandlerAdapter watch() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext at) {
                at.fireChannelWritabilityChanged(); // Vert.x first: it may hold frames
                if (seenFull && at.channel().isWritable()) {
                    seenFull = false;
                    room.run();
                }
            }
        };
    }
}
