package org.shomar.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.loadtest.report.Reports;
import org.shomar.loadtest.report.RunReport;
import org.shomar.loadtest.report.ServerFigures;
import org.shomar.loadtest.report.ThresholdResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Goal: a load run against a real server ends with an audit that holds, and one vote too
/// few on the public plane makes it fail.
///
/// Method: `serve` and the first load run as a person starts them, in processes of their own;
/// the other runs are the same command line in this one, which is warm already. The vote is
/// taken away by a proxy.
class LoadtestIT {
    private static final String ALL_KINDS =
            "duplicates=5%,amendments=5%,forged=2%,malformed=2%,slow=1%,skew=2%";

    /// A server with its addresses.
    private record Served(Process process, String ingest, String reading, String ops) {}

    /// Where a command line of `shomar loadtest` is run to its end.
    private interface Place {
        Shell.Ended run(String... arguments) throws IOException, InterruptedException;
    }

    @Test
    void everyMixIsAuditedAndAWrongTotalIsFound(@TempDir Path server, @TempDir Path client)
            throws IOException, InterruptedException {
        try (Shell serving = new Shell(server);
                Shell loading = new Shell(client)) {
            Path night = client.resolve("night");
            Shell.Ended made = loading.run(
                    Map.of(),
                    "./shomar",
                    "election",
                    "generate",
                    "--out",
                    night.toString(),
                    "--province=IR-08",
                    "--branches=80");
            assertThat(made.code()).as(made.output()).isZero();
            Served served = serve(serving, night);
            try {
                audits(loading::loadtest, "keep-alive", served, night, client);
                audits(Shell::here, "batch:50", served, night, client);
                audits(Shell::here, "connection", served, night, client);
                offersTlsSessionsOnlyWhenAsked(loading, served, night, client);
                isWorthNothingWithoutPackets(served, night, client);
                findsAVoteThatIsNotShown(served, night, client);
            } finally {
                served.process().destroy();
                serving.end(served.process());
            }
        }
    }

    private static Served serve(Shell shell, Path night) throws IOException {
        Process process = shell.start(
                Map.of(),
                List.of(
                        "./shomar",
                        "serve",
                        "--election=" + night.resolve("election.json"),
                        "--data=data",
                        "--ingest-port=0",
                        "--public-port=0",
                        "--ops-port=0"));
        JsonObject ready = shell.await(process, () -> ready(shell));
        return new Served(
                process,
                ready.getString("ingest"),
                ready.getString("public"),
                ready.getString("ops"));
    }

    private static Optional<JsonObject> ready(Shell shell) {
        try {
            return shell.output()
                    .lines()
                    .filter(line -> line.startsWith("{\"ready\":true"))
                    .map(JsonObject::new)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void audits(Place place, String mode, Served served, Path night, Path folder)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + mode.replace(':', '-'));
        Shell.Ended ended = run(
                place,
                served.ingest(),
                served.reading(),
                night,
                out,
                "--mode=" + mode,
                "--mix=" + ALL_KINDS,
                "--ops=" + served.ops(),
                "--readers=10",
                "--slow-readers=2",
                "--source-addresses=5",
                "--threshold=ack p50<1000s,rate>1");
        // 2: this machine was too busy for its figures to count; its audit does.
        assertThat(ended.code()).as(ended.output()).isIn(0, 2);
        RunReport report = Reports.read(out);
        assertThat(report.audit().ok()).isTrue();
        assertThat(report.audit().lines()).hasSizeGreaterThan(6);
        assertThat(report.counts().stored()).isPositive();
        assertThat(report.counts().repeated()).isPositive();
        assertThat(report.counts().refused().keySet()).contains("400 malformed", "403 signature");
        assertThat(report.latencies().shown().getTotalCount()).isPositive();
        assertThat(report.readers().frames()).isPositive();
        assertThat(report.readers().dropped()).isEmpty();
        assertThat(report.thresholds()).hasSize(2).allMatch(ThresholdResult::met);
        toldByTheServerToo(report);
        for (String file : List.of("run.json", "summary.txt", "junit.xml", "report.html")) {
            assertThat(out.resolve(file)).isNotEmptyFile();
        }
    }

    /// Of the measured time only, so less than the generator counts with its warm-up.
    private static void toldByTheServerToo(RunReport report) {
        ServerFigures server = Objects.requireNonNull(report.server());
        assertThat(server.java()).startsWith("25");
        assertThat(server.jvmFlags()).contains("-Xmx");
        assertThat(server.stored()).isPositive().isLessThan(report.counts().stored());
        assertThat(server.cpuMicros()).isPositive();
        assertThat(server.frames()).isPositive();
        assertThat(server.frameCpuMicros()).isPositive();
        assertThat(server.residentBytes()).isGreaterThan(100 << 20);
        assertThat(server.stages()).hasSize(4).allSatisfy(stage -> {
            assertThat(stage.count()).as(stage.metric()).isPositive();
            assertThat(stage.p50Micros()).as(stage.metric()).isPositive();
            assertThat(stage.p999Micros()).isGreaterThanOrEqualTo(stage.p50Micros());
        });
    }

    /// In processes of their own, as a JVM decides it once.
    private static void offersTlsSessionsOnlyWhenAsked(
            Shell shell, Served served, Path night, Path folder)
            throws IOException, InterruptedException {
        try (HelloProxy asked = new HelloProxy(served.ingest());
                HelloProxy notAsked = new HelloProxy(served.ingest())) {
            String mode = "--mode=connection";
            String reading = served.reading();
            Path out = folder.resolve("out-tls");
            Shell.Ended full = run(shell::loadtest, notAsked.url(), reading, night, out, mode);
            assertThat(full.code()).as(full.output()).isIn(0, 2);
            assertThat(notAsked.full()).isGreaterThan(100);
            assertThat(notAsked.resuming()).isZero();

            Shell.Ended resumed =
                    run(shell::loadtest, asked.url(), reading, night, out, mode, "--resume-tls");
            assertThat(resumed.code()).as(resumed.output()).isIn(0, 2);
            assertThat(asked.resuming()).isGreaterThan(100).isGreaterThan(asked.full());
        }
    }

    private static void isWorthNothingWithoutPackets(Served served, Path night, Path folder)
            throws IOException {
        Path out = folder.resolve("out-short");
        Shell.Ended ended = Shell.here(
                "run",
                night.toString(),
                "--to=" + served.ingest(),
                "--public=" + served.reading(),
                "--closed",
                "--packets=50",
                "--for=60s",
                "--warm-up=60s",
                "--out=" + out);
        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("packets ran out after", "raise --packets");
        assertThat(Reports.read(out).audit().ok()).isTrue();
    }

    private static void findsAVoteThatIsNotShown(Served served, Path night, Path folder)
            throws IOException, InterruptedException {
        HttpServer thief = thief(served.reading());
        try {
            Shell.Ended ended = run(
                    Shell::here,
                    served.ingest(),
                    "http://127.0.0.1:" + thief.getAddress().getPort(),
                    night,
                    folder.resolve("out-thief"));
            assertThat(ended.code()).as(ended.output()).isEqualTo(1);
            assertThat(ended.output()).contains("audit DIFFERS counted = shown");
        } finally {
            thief.stop(0);
        }
    }

    private static Shell.Ended run(
            Place place, String ingest, String reading, Path night, Path out, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "run",
                night.toString(),
                "--to=" + ingest,
                "--public=" + reading,
                "--rate=120",
                "--for=2s",
                "--warm-up=1s",
                "--out=" + out));
        command.addAll(List.of(more));
        return place.run(command.toArray(String[]::new));
    }

    /// The public plane, but one contest shows one vote less.
    private static HttpServer thief(String reading) throws IOException {
        HttpServer thief =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        thief.createContext("/", exchange -> relay(client, reading, exchange));
        thief.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        thief.start();
        return thief;
    }

    private static void relay(HttpClient client, String reading, HttpExchange exchange)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        HttpResponse<String> answer = client.sendAsync(
                        HttpRequest.newBuilder(URI.create(reading + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
        String body = answer.body();
        if (path.matches("/v1/contests/[0-9]+")
                && new JsonObject(body).getInteger("contest") == 1) {
            JsonObject result = new JsonObject(body);
            JsonArray votes = result.getJsonArray("votes");
            votes.set(0, votes.getLong(0) - 1);
            body = result.encode();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
