package org.shomar.aggregator.feed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;

/// A WebSocket over an embedded channel: frames are put into bytes by Netty's own encoder,
/// counted, and dropped. Only what [Reader] asks of a socket works.
final class DiscardedSocket {
    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    private Handler<String> messages = text -> {};
    private long bytes;

    /// What the server sees of it.
    ServerWebSocket served() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, given) -> answer(proxy, method.getName(), given));
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
            case "writeFrame" -> write(given);
            case "writeQueueFull" -> !channel.isWritable();
            case "isClosed" -> !channel.isOpen();
            case "textMessageHandler" -> {
                messages = text -> handler(given).handle(text);
                yield proxy;
            }
            case "binaryMessageHandler", "exceptionHandler", "closeHandler", "drainHandler" ->
                proxy;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private Future<Void> write(Object @Nullable [] given) {
        if (given == null || !(given[0] instanceof WebSocketFrameImpl frame)) {
            throw new IllegalArgumentException("not a frame");
        }
        ChannelFuture written = channel.writeAndFlush(
                new TextWebSocketFrame(frame.isFinal(), 0, frame.getBinaryData()));
        if (!written.isSuccess()) {
            throw new IllegalStateException("a frame was not written", written.cause());
        }
        discardWritten();
        return Future.succeededFuture();
    }

    /// The encoder puts the header of a large frame into a buffer of its own.
    private void discardWritten() {
        ByteBuf encoded = channel.readOutbound();
        while (encoded != null) {
            bytes += encoded.readableBytes();
            encoded.release();
            encoded = channel.readOutbound();
        }
    }

    @SuppressWarnings("unchecked") // as ServerWebSocket declares it
    private static Handler<String> handler(Object @Nullable [] given) {
        if (given == null) {
            throw new IllegalArgumentException("no handler");
        }
        return (Handler<String>) given[0];
    }
}
