package org.shomar.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

import java.util.function.Consumer;

/// The text frames of a WebSocket as they come from the frame decoder, below Vert.x, which
/// would copy each of them and pass it on by a context and a queue: thousands of readers share
/// their cores with the server that they measure. All other frames go on to Vert.x, which
/// answers pings and closes.
final class TextFrames {
    private TextFrames() {}

    /// @param hearer on the event loop of the connection; the bytes are its own during the call
    static void hear(WebSocket socket, Consumer<ByteBuf> hearer) {
        ChannelHandlerContext vertx = ((WebSocketInternal) socket).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "textFrames", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext at, Object frame) {
                if (!(frame instanceof TextWebSocketFrame text)) {
                    at.fireChannelRead(frame);
                    return;
                }
                try {
                    hearer.accept(text.content());
                } finally {
                    text.release();
                }
            }
        });
    }
}
