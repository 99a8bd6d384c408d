package org.shomar.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Debian's Prometheus with the configuration and the rules of `grafana/`, on a free port.
///
/// So that nobody waits for an hour, the rules are a copy in which every `for:` is 1 s, a
/// window of minutes is 10 s, and one of half an hour or more is 15 s. Nothing else differs.
final class Prometheus implements AutoCloseable {
    static final Path GRAFANA = Path.of(System.getProperty("shomar.root", ".."), "grafana");

    private static final long SEEN_SECONDS_MAX = 90;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int END_SECONDS_MAX = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    private Prometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// @param folder that it may fill
    /// @param target such as `127.0.0.1:8081`
    static Prometheus start(Path folder, String target) throws IOException {
        String config = Files.readString(GRAFANA.resolve("prometheus.yaml"));
        Files.writeString(
                folder.resolve("prometheus.yaml"), config.replace("localhost:8081", target));
        Files.writeString(
                folder.resolve("alerts.yaml"),
                hastened(Files.readString(GRAFANA.resolve("alerts.yaml"))));
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=prometheus.yaml",
                        "--storage.tsdb.path=series",
                        "--web.listen-address=" + address)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, address);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String hastened(String rules) {
        String soon = Pattern.compile("for: \\d+[smh]").matcher(rules).replaceAll("for: 1s");
        String narrow = Pattern.compile("\\[[1-9]m]").matcher(soon).replaceAll("[10s]");
        return Pattern.compile("\\[(\\d\\dm|\\dh)]").matcher(narrow).replaceAll("[15s]");
    }

    /// The samples that an expression gives now.
    JsonArray query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8))
                .getJsonArray("result");
    }

    /// The one number that an expression gives now.
    double number(String expression) {
        return Double.parseDouble(
                query(expression).getJsonObject(0).getJsonArray("value").getString(1));
    }

    /// Whether an expression gives a number now, and not only NaN.
    boolean hasNumbers(String expression) {
        return query(expression).stream()
                .map(sample -> ((JsonObject) sample).getJsonArray("value").getString(1))
                .anyMatch(value -> !value.equals("NaN"));
    }

    /// Every alert that it loaded, with its expression and its texts.
    List<JsonObject> alerts() {
        return get("/api/v1/rules?type=alert").getJsonArray("groups").stream()
                .flatMap(group -> ((JsonObject) group).getJsonArray("rules").stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /// The names of the alerts that fire now.
    Set<String> firing() {
        return alerts().stream()
                .filter(alert -> alert.getString("state").equals("firing"))
                .map(alert -> alert.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Looks again and again until it is so.
    ///
    /// @param what is missing, as the failure will say it
    void await(Object what, Supplier<Boolean> look) {
        long startNanos = System.nanoTime();
        while (!look.get()) {
            if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(SEEN_SECONDS_MAX)) {
                throw new AssertionError(what + ": not seen; firing now: " + firing());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /// Whether it answers at all.
    boolean ready() {
        try {
            get("/api/v1/query?query=vector(1)");
            return true;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private JsonObject get(String path) {
        try {
            String body = http.send(
                            HttpRequest.newBuilder(URI.create("http://" + address + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            if (!body.startsWith("{\"status\":\"success\"")) {
                throw new UncheckedIOException(new IOException(path + " was answered " + body));
            }
            return new JsonObject(body).getJsonObject("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit().orTimeout(END_SECONDS_MAX, TimeUnit.SECONDS).join();
    }
}
