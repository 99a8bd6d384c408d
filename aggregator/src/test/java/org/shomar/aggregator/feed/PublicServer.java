package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Definition;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A feed on loopback, and clients of it.
final class PublicServer implements AutoCloseable {
    static final FeedConfig FAST = new FeedConfig(
            "127.0.0.1", 0, 2, 5, 10, 200, 60_000, 256 * 1_024, 1_000, 1_000, 15_000);

    static final long WAIT_SECONDS = 20;

    final Vertx vertx = Vertx.vertx();
    final Feed feed;
    final HttpClient http = HttpClient.newHttpClient();
    final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(8_000_000)
            .setMaxMessageSize(8_000_000)
            .setClosingTimeout(1)); // a client that does not read never sees the close

    PublicServer(FeedConfig config, Definition definition, TotalsSource source) {
        this(config, definition, source, new MemoryLog(definition, 1));
    }

    PublicServer(FeedConfig config, Definition definition, TotalsSource source, LogSource log) {
        feed = await(Feed.start(vertx, config, definition, source, log));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException {
        return send(HttpResponse.BodyHandlers.ofString(), method, path, headers);
    }

    /// The answer as bytes.
    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException {
        return send(HttpResponse.BodyHandlers.ofByteArray(), "GET", path, headers);
    }

    private <T> HttpResponse<T> send(
            HttpResponse.BodyHandler<T> body, String method, String path, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + feed.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    /// Asks, and does not wait for the answer.
    CompletableFuture<HttpResponse<String>> ask(String path) {
        URI uri = URI.create("http://127.0.0.1:" + feed.port() + path);
        return http.sendAsync(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    Client connect() {
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(feed.port())
                .setURI(Routes.FEED)
                .addSubProtocol(PublicPlane.SUBPROTOCOL);
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        BlockingQueue<Short> closed = new LinkedBlockingQueue<>();
        WebSocket socket = await(sockets.connect(to).map(each -> {
            each.textMessageHandler(text -> frames.add(new JsonObject(text)));
            each.closeHandler(ignored -> closed.add(each.closeStatusCode()));
            return each;
        }));
        return new Client(socket, frames, closed);
    }

    @Override
    public void close() {
        http.close();
        await(feed.close());
        await(vertx.close());
    }

    /// A reader; frames wait in order.
    record Client(WebSocket socket, BlockingQueue<JsonObject> frames, BlockingQueue<Short> closed) {
        void subscribe(String... topics) {
            send(new JsonObject().put("subscribe", List.of(topics)));
        }

        void send(JsonObject message) {
            await(socket.writeTextMessage(message.encode()));
        }

        /// The next frame that is no heartbeat.
        JsonObject next() throws InterruptedException {
            while (true) {
                JsonObject frame = any();
                if (!"heartbeat".equals(frame.getString("kind"))) {
                    return frame;
                }
            }
        }

        JsonObject heartbeat() throws InterruptedException {
            while (true) {
                JsonObject frame = any();
                if ("heartbeat".equals(frame.getString("kind"))) {
                    return frame;
                }
            }
        }

        short closeCode() throws InterruptedException {
            Short code = closed.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (code == null) {
                throw new AssertionError("not closed");
            }
            return code;
        }

        private JsonObject any() throws InterruptedException {
            JsonObject frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame");
            }
            return frame;
        }
    }
}
