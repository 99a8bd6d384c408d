package org.shomar.aggregator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// A Chromium without a window, spoken to over its DevTools protocol.
final class Browser implements AutoCloseable {
    static final long WAIT_SECONDS = 60;

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"));
    private static final String LISTENING = "DevTools listening on ";
    private static final int MESSAGE_BYTES_MAX = 64 * 1_024 * 1_024;

    private final Vertx vertx = Vertx.vertx();

    /// Kept, since Vert.x closes a client and its connections once nobody refers to it.
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(MESSAGE_BYTES_MAX)
            .setMaxMessageSize(MESSAGE_BYTES_MAX));

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, Promise<JsonObject>> asked = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonObject>> listeners = new ConcurrentHashMap<>();

    /// @param profile an empty folder, the browser's own
    Browser(Path profile) throws IOException {
        process = new ProcessBuilder(
                        program().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI address = URI.create(await(address()));
        socket = await(client.connect(new WebSocketConnectOptions()
                        .setHost(address.getHost())
                        .setPort(address.getPort())
                        .setURI(address.getPath()))
                .map(connected -> connected.textMessageHandler(this::received)));
    }

    private static Path program() {
        return PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "the page is tested in Chromium, which is missing: install the package"
                                + " chromium (Debian: apt-get install chromium; as root,"
                                + " ./shomar test does it)"));
    }

    /// Reads the browser's words to their end, so that it never waits for a reader.
    private Future<String> address() {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            StringBuilder said = new StringBuilder();
            try (BufferedReader words = process.errorReader(StandardCharsets.UTF_8)) {
                words.lines().forEach(line -> {
                    if (line.startsWith(LISTENING)) {
                        address.complete(line.substring(LISTENING.length()));
                    } else if (!address.isDone()) {
                        said.append(line).append('\n');
                    }
                });
                throw new IOException("Chromium ended: " + said);
            } catch (IOException | UncheckedIOException e) {
                address.completeExceptionally(e);
            }
        });
        return Future.fromCompletionStage(address);
    }

    /// A new page, empty.
    BrowserPage page() {
        String target = command(
                        "", "Target.createTarget", new JsonObject().put("url", "about:blank"))
                .getString("targetId");
        String session = command(
                        "",
                        "Target.attachToTarget",
                        new JsonObject().put("targetId", target).put("flatten", true))
                .getString("sessionId");
        return new BrowserPage(this, target, session);
    }

    /// Tells events of one session by their method.
    void listen(String session, BiConsumer<String, JsonObject> listener) {
        listeners.put(session, listener);
    }

    /// Asks for something and waits for the answer.
    ///
    /// @param session empty for the browser itself
    JsonObject command(String session, String method, JsonObject parameters) {
        int id = lastId.incrementAndGet();
        Promise<JsonObject> answer = Promise.promise();
        asked.put(id, answer);
        JsonObject message =
                new JsonObject().put("id", id).put("method", method).put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.writeTextMessage(message.encode()).onFailure(answer::tryFail);
        JsonObject reply = await(answer.future());
        if (reply.containsKey("error")) {
            throw new AssertionError(
                    method + ": " + reply.getJsonObject("error").encode());
        }
        return reply.getJsonObject("result");
    }

    private void received(String text) {
        JsonObject message = new JsonObject(text);
        Promise<JsonObject> answer = asked.remove(message.getInteger("id", 0));
        if (answer != null) {
            answer.complete(message);
        }
        BiConsumer<String, JsonObject> listener = listeners.get(message.getString("sessionId", ""));
        if (listener != null) {
            listener.accept(
                    message.getString("method"), message.getJsonObject("params", new JsonObject()));
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the browser does not answer", e);
        }
    }

    /// Ends the browser with all its processes, which leave when the first of them does.
    @Override
    public void close() {
        try {
            command("", "Browser.close", new JsonObject());
            process.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("Chromium does not end", e);
        } finally {
            process.destroyForcibly();
            await(vertx.close());
        }
    }
}
