package org.shomar.aggregator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server's public plane as a dishonest operator would show it: its own answers at some
/// paths, the true ones at all others.
final class LyingProxy implements AutoCloseable {
    private final URI server;
    private final HttpServer door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Lie> lies = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Lie(int status, byte[] body) {}

    LyingProxy(String server) throws IOException {
        this.server = URI.create(server);
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(threads);
        door.createContext("/", this::handle);
        door.start();
    }

    String address() {
        return "http://127.0.0.1:" + door.getAddress().getPort();
    }

    void lie(String path, int status, byte[] body) {
        lies.put(path, new Lie(status, body));
    }

    /// The truth from here on.
    void repent() {
        lies.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            Lie lie = lies.get(asked.getPath());
            if (lie != null) {
                answer(exchange, lie.status(), lie.body());
                return;
            }
            HttpResponse<byte[]> truth = client.send(
                    HttpRequest.newBuilder(server.resolve(asked)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            for (String name : new String[] {"Content-Type", "Content-Security-Policy"}) {
                truth.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                        .set(name, value));
            }
            answer(exchange, truth.statusCode(), truth.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        door.stop(0);
        threads.close();
        client.shutdownNow();
        client.close();
    }
}
