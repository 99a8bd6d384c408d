package org.shomar.aggregator.feed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.ServerWebSocket;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;

/// A WebSocket over an embedded channel with the handlers of a real one: what comes out of it
/// is counted and dropped. Only what [Reader] asks of a socket works.
final class DiscardedSocket {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new WebSocket13FrameEncoder(false),
                    new IdleStateHandler(0, 0, PublicPlane.IDLE_SECONDS_MAX),
                    new ChannelInboundHandlerAdapter()) {
                @Override
                protected void handleOutboundMessage(Object written) {
                    ByteBuf frame = (ByteBuf) written;
                    bytes += frame.readableBytes();
                    frame.release();
                }
            };
    private final Wire wire = new Wire(channel.pipeline().lastContext());
    private Handler<String> messages = text -> {};
    private long bytes;

    /// What the server sees of it.
    ServerWebSocket served() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, given) -> answer(proxy, method.getName(), given));
    }

    /// Where the server writes its frames.
    Wire wire() {
        return wire;
    }

    /// The reader on the other side sends a message.
    void receive(String text) {
        messages.handle(text);
    }

    /// All that was written, frame headers included.
    long bytes() {
        return bytes;
    }

    private Object answer(Object proxy, String method, Object @Nullable [] given) {
        return switch (method) {
            case "isClosed" -> !channel.isOpen();
            case "textMessageHandler" -> {
                messages = text -> handler(given).handle(text);
                yield proxy;
            }
            case "binaryMessageHandler", "exceptionHandler", "closeHandler" -> proxy;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    @SuppressWarnings("unchecked") // as ServerWebSocket declares it
    private static Handler<String> handler(Object @Nullable [] given) {
        if (given == null) {
            throw new IllegalArgumentException("no handler");
        }
        return (Handler<String>) given[0];
    }
}
