package org.shomar.aggregator.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.Main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `witness` in a process of its own, to be ended by signals.
final class WitnessProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();

    /// The first line of its output; empty when it ended without one.
    final String ready;

    WitnessProcess(Path log, String... arguments) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("shomar.root", ".."), "aggregator", "jvm.options"),
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "witness"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        ready = line == null ? "" : line;
    }

    String vkey() {
        return new JsonObject(ready).getString("vkey");
    }

    String url() {
        return new JsonObject(ready).getString("witness");
    }

    String errors() throws IOException {
        return Files.readString(log);
    }

    /// Throws when the process is gone before it answered.
    HttpResponse<String> add(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    /// SIGTERM; [Process#destroy] would close the streams as well.
    void terminate() {
        process.toHandle().destroy();
    }

    List<String> restOfOutput() throws IOException {
        return output.readAllLines();
    }

    int exitCode() {
        return process.onExit()
                .orTimeout(Stand.WAIT_SECONDS, TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
        exitCode();
    }
}
