package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Servers with the options of the public plane, whose connections the test writes to.
final class Wires implements AutoCloseable {
    static final int QUEUE_BYTES_MAX = 64 * 1_024;

    private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    /// A connection as the server has it.
    record Served(ServerWebSocket socket, Wire wire, CompletableFuture<Void> closed) {
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

    /// On the native transport.
    Vertx vertx() {
        return vertx;
    }

    int listen(Vertx on) {
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

    /// The next connection that comes, or came.
    Served next() throws InterruptedException {
        Served connection = served.poll(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return connection;
    }

    @Override
    public void close() {
        PublicServer.await(vertx.close());
    }
}
