package org.shomar.aggregator.ingress;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Bounds the time that the header of each request on one connection may take.
///
/// Vert.x tells of a request when its header is whole, so this looks at the channel: at the
/// bytes before the HTTP decoder, and at the messages behind it. A request whose header
/// comes in one piece costs no timer. Called on the event loop of the connection.
@SuppressWarnings("FutureReturnValueIgnored") // what is written or closed here ends as it may
public final class HeaderWatch {
    private static final String BYTES = "headerBytes";
    private static final String MESSAGES = "headerMessages";

    private final ChannelHandlerContext channel;
    private final int headerMillisMax;
    private final Late late;
    private @Nullable Future<?> timer;
    private boolean begun;
    private boolean inBody;
    private long requests;
    private long answers;

    /// Makes the answer to a header that was not whole in time.
    @FunctionalInterface
    public interface Late {
        FullHttpResponse answer(String detail);
    }

    private HeaderWatch(ChannelHandlerContext channel, int headerMillisMax, Late late) {
        this.channel = channel;
        this.headerMillisMax = headerMillisMax;
        this.late = late;
    }

    /// Begins with the first header of a new connection. A header that is late is answered 408
    /// and the connection closed. A new connection without a byte is closed in silence: nobody
    /// asked for anything, and a client that sends its first request in that very moment would
    /// take a 408 for its answer. After the first request the idle timeout bounds the silence.
    ///
    /// @param channel         of a connection of Vert.x that speaks HTTP/1.1
    /// @param headerMillisMax from its first byte, or the opening of the connection (with TLS
    ///                        the end of the handshake), until it is whole
    public static void watch(ChannelHandlerContext channel, int headerMillisMax, Late late) {
        HeaderWatch watch = new HeaderWatch(channel, headerMillisMax, late);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore("httpDecoder", BYTES, watch.bytes());
        pipeline.addBefore(channel.name(), MESSAGES, watch.messages());
        watch.begin();
    }

    /// Ends with the last header of a connection that will speak no more HTTP.
    public static void leave(ChannelHandlerContext channel) {
        channel.pipeline().remove(BYTES);
        channel.pipeline().remove(MESSAGES);
    }

    /// A 408 that ends its connection.
    public static FullHttpResponse timeout(String detail, int retrySeconds) {
        byte[] body = Problem.TIMEOUT.json(detail, null).toBuffer().getBytes();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.REQUEST_TIMEOUT,
                Unpooled.wrappedBuffer(body));
        response.headers()
                .set("Content-Type", "application/problem+json")
                .set("X-Content-Type-Options", "nosniff")
                .set("Retry-After", retrySeconds)
                .set("Content-Length", body.length)
                .set("Connection", "close");
        return response;
    }

    private ChannelInboundHandlerAdapter bytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext at, Object bytes) {
                begun = true;
                long before = requests;
                boolean wasInBody = inBody;
                at.fireChannelRead(bytes);
                if (!inBody && !wasInBody && requests == before) {
                    begin();
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext at) {
                end();
                at.fireChannelInactive();
            }

            @Override
            public void handlerRemoved(ChannelHandlerContext at) {
                end();
            }
        };
    }

    private ChannelDuplexHandler messages() {
        return new ChannelDuplexHandler() {
            @Override
            public void channelRead(ChannelHandlerContext at, Object message) {
                if (message instanceof HttpRequest) {
                    requests++;
                    inBody = true;
                    end();
                }
                if (message instanceof LastHttpContent) {
                    inBody = false;
                }
                at.fireChannelRead(message);
            }

            @Override
            public void write(ChannelHandlerContext at, Object message, ChannelPromise promise) {
                if (message instanceof LastHttpContent && !isInterim(message)) {
                    answers++;
                }
                at.write(message, promise);
            }
        };
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void begin() {
        if (timer == null) {
            timer = channel.executor().schedule(this::late, headerMillisMax, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /// No request exists yet to be answered, so the answer goes out below Vert.x; none goes
    /// out where nothing was asked, nor while an earlier request waits for its own.
    private void late() {
        if (!begun || answers < requests) {
            channel.close();
            return;
        }
        String detail = "the header was not whole after " + headerMillisMax / 1_000 + " s";
        FullHttpResponse response = late.answer(detail);
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
