package org.shomar.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `serve` in a process of its own, to be ended by signals.
final class ServerProcess implements AutoCloseable {
    private static final int END_SECONDS_MAX = 60;

    final JsonObject ready;
    final String readyLine;
    private final Process process;
    private final BufferedReader output;
    private final Path data;
    private final boolean plain;

    private ServerProcess(Process process, Path data, boolean plain) throws IOException {
        this.process = process;
        this.data = data;
        this.plain = plain;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.readyLine = first(output);
        this.ready = new JsonObject(readyLine);
    }

    private String first(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError("the server ended: " + Files.readString(log()));
        }
        return line;
    }

    /// Starts and waits until it is ready.
    static ServerProcess start(Path election, Path data, String... more) throws IOException {
        return start(List.of(), Map.of(), election, data, more);
    }

    /// @param variables added to the environment
    static ServerProcess start(
            Map<String, String> variables, Path election, Path data, String... more)
            throws IOException {
        return start(List.of(), variables, election, data, more);
    }

    /// @param javaOptions for its JVM
    static ServerProcess start(List<String> javaOptions, Path election, Path data, String... more)
            throws IOException {
        return start(javaOptions, Map.of(), election, data, more);
    }

    private static ServerProcess start(
            List<String> javaOptions,
            Map<String, String> variables,
            Path election,
            Path data,
            String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "@" + Path.of(System.getProperty("shomar.root", ".."), "aggregator", "jvm.options"),
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve",
                "--election",
                election.toString(),
                "--data",
                data.toString(),
                "--ingest-port=0",
                "--public-port=0",
                "--ops-port=0"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(
                        data.resolve("server.log").toFile()))
                .start();
        return new ServerProcess(process, data, List.of(more).contains("--plain"));
    }

    Client client() {
        @Nullable Path certificate = plain ? null : data.resolve("tls").resolve("cert.pem");
        return new Client(ready.getString("ingest"), ready.getString("public"), certificate);
    }

    private Path log() {
        return data.resolve("server.log");
    }

    /// SIGKILL; the process is gone when this returns.
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    long pid() {
        return process.pid();
    }

    /// Sends a signal by its name without SIG, such as `STOP`.
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /// SIGTERM; [Process#destroy] would close the streams as well.
    void terminate() {
        process.toHandle().destroy();
    }

    /// What came on standard output after the first line, once the process has ended.
    List<String> restOfOutput() throws IOException {
        return output.readAllLines();
    }

    /// Waits for the end.
    int exitCode() {
        return process.onExit()
                .orTimeout(END_SECONDS_MAX, TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
            exitCode();
        }
    }
}
