package org.shomar.aggregator.ingress;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Bounds the time that the header of each request on one connection may take.
///
/// Vert.x tells of a request when its header is whole, so this looks at the channel: at the
/// bytes before the HTTP decoder, and at the messages behind it. A request whose header
/// comes in one piece costs no timer.
@SuppressWarnings("FutureReturnValueIgnored") // what is written or closed here ends as it may
final class HeaderWatch {
    private final ChannelHandlerContext channel;
    private final int headerMillisMax;
    private final Replies replies;
    private @Nullable Future<?> timer;
    private boolean begun;
    private boolean inBody;
    private long requests;
    private long answers;

    private HeaderWatch(ChannelHandlerContext channel, int headerMillisMax, Replies replies) {
        this.channel = channel;
        this.headerMillisMax = headerMillisMax;
        this.replies = replies;
    }

    /// Begins with the first header of a new connection.
    static void watch(ChannelHandlerContext channel, int headerMillisMax, Replies replies) {
        HeaderWatch watch = new HeaderWatch(channel, headerMillisMax, replies);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore("httpDecoder", "headerBytes", watch.bytes());
        pipeline.addBefore(channel.name(), "headerMessages", watch.messages());
        watch.begin();
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
    /// out while an earlier request waits for its own.
    private void late() {
        if (answers < requests) {
            channel.close();
            return;
        }
        String detail = "the header was not whole after " + headerMillisMax / 1_000 + " s";
        FullHttpResponse response = replies.lateHeader(detail, begun);
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
