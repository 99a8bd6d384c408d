package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.TestElection.seed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Goal: every panel has something to show, and each alert comes when what it is for happens.
///
/// Method: a server in a process of its own under a little traffic, with a reader and a
/// certificate that runs out tomorrow, scraped by a real Prometheus with the shipped rules
/// (made hastier, see [Prometheus]). Then one fault after the other: bad senders, hung
/// threads, a frozen and killed database, the end of the server. Alerts whose fault cannot be
/// made here in reasonable time are only tested by `promtool test rules`; they are listed.
class AlertsTest {
    private static final TestElection ELECTION = new TestElection();
    private static final Pattern METRIC =
            Pattern.compile("\\b(shomar|jvm|process|up)(_[a-z_]+)?(?=[{\\[ )]|$)");

    /// Made from seconds instead of half an hour it says nothing.
    private static final String PREDICTION = "ShomarDiskFilling";

    /// They tell of the disk that the test runs on, too.
    private static final Set<String> OF_THE_DISK =
            Set.of("ShomarDiskLow", "ShomarDiskFull", PREDICTION);

    /// A start that takes minutes, a full disk, a full database, a lost member, witnesses,
    /// used up memory or files.
    private static final Set<String> BY_PROMTOOL_ONLY = Set.of(
            "ShomarNotReady",
            "ShomarDiskLow",
            "ShomarDiskFull",
            PREDICTION,
            "ShomarDatabaseConnections",
            "ShomarClusterSmaller",
            "ShomarLogUnsigned",
            "ShomarWitnessLate",
            "ShomarWitnessForked",
            "ShomarMemory",
            "ShomarResidentMemory",
            "ShomarFiles");

    private static final int EARLIER_RESULTS = 60;
    private static final String AWAY = "the database is away";

    private final Set<String> seen = new TreeSet<>();

    @Test
    void promtoolFindsTheRulesSoundAndTheirTestsPass() throws IOException, InterruptedException {
        expectWell("promtool", "check", "config", "prometheus.yaml");
        expectWell("promtool", "check", "rules", "alerts.yaml");
        expectWell("promtool", "test", "rules", "alerts_test.yaml");
    }

    @Test
    void everyPanelShowsSomethingAndEachFaultRaisesItsAlert(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path election = Files.write(folder.resolve("election.json"), ELECTION.file);
        Path data = Node.dataFolder();
        Certificates.in(data.resolve("tls"), 1);
        int debugPort = Prometheus.freePort();
        try (ServerProcess server = ServerProcess.start(Hang.options(debugPort), election, data);
                Client client = server.client();
                Prometheus prometheus = Prometheus.start(
                        folder, URI.create(server.ready.getString("ops")).getAuthority());
                Follower _ = Follower.of(client, "contest/7");
                Trickle trickle = new Trickle(client, ELECTION)) {
            prometheus.await("Prometheus", prometheus::ready);
            expectPanels(prometheus);
            expectAlertsToBeWhole(prometheus);
            expectFiring(prometheus, "ShomarCertificateSoon", "ShomarCertificateNow");
            assertThat(prometheus.firing())
                    .as("while all is well")
                    .filteredOn(alert -> !OF_THE_DISK.contains(alert))
                    .containsExactlyInAnyOrderElementsOf(seen);

            sendWhatIsRefusedOrHeld(client);
            expectFiring(
                    prometheus,
                    "ShomarPacketsRefused",
                    "ShomarSignaturesRefused",
                    "ShomarPacketsHeld");

            hangTheReadersSide(prometheus, debugPort);
            hangTheTally(prometheus, debugPort);
            loseTheDatabase(prometheus, client, data, trickle);

            server.terminate();
            expectFiring(prometheus, "ShomarDown");
            seen.addAll(BY_PROMTOOL_ONLY);
            assertThat(prometheus.alerts())
                    .extracting(alert -> alert.getString("name"))
                    .containsExactlyInAnyOrderElementsOf(seen);
        }
    }

    private static void expectPanels(Prometheus prometheus) throws IOException {
        List<String> expressions = new ArrayList<>();
        try (Stream<Path> files = Files.list(Prometheus.GRAFANA.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                for (Object panel : new JsonObject(Files.readString(file)).getJsonArray("panels")) {
                    JsonArray targets = ((JsonObject) panel).getJsonArray("targets");
                    targets.forEach(
                            target -> expressions.add(((JsonObject) target).getString("expr")));
                }
            }
        }
        assertThat(expressions).hasSizeGreaterThan(50);
        for (String expression : expressions) {
            String asked = expression.replace("$__rate_interval", "10s").replace("$instance", ".*");
            assertThat(asked).doesNotContain("$");
            prometheus.await(asked, () -> prometheus.hasNumbers(asked));
        }
    }

    /// Every metric that an alert asks for is there, its texts are, and so is what to do.
    private static void expectAlertsToBeWhole(Prometheus prometheus) throws IOException {
        String runbook = Files.readString(
                Prometheus.GRAFANA.resolveSibling("docs").resolve("operations.md"));
        List<JsonObject> alerts = prometheus.alerts();
        assertThat(alerts).hasSizeGreaterThan(20);
        for (JsonObject alert : alerts) {
            String name = alert.getString("name");
            Matcher metric = METRIC.matcher(alert.getString("query"));
            int metrics = 0;
            while (metric.find()) {
                metrics++;
                prometheus.await(
                        name + " asks for " + metric.group(),
                        () -> prometheus.hasNumbers("count(" + metric.group() + ")"));
            }
            assertThat(metrics).as(name).isPositive();
            assertThat(alert.getJsonObject("labels").getString("severity"))
                    .as(name)
                    .isIn("critical", "warning");
            JsonObject texts = alert.getJsonObject("annotations");
            assertThat(texts.getString("summary")).as(name).isNotBlank();
            assertThat(texts.getString("description")).as(name).isNotBlank();
            assertThat(texts.getString("summary_fa")).as(name).containsPattern("[آ-ی]");
            assertThat(texts.getString("description_fa")).as(name).containsPattern("[آ-ی]");
            assertThat(texts.getString("runbook_url"))
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(runbook).contains("\n### " + name + "\n");
            assertThat(runbook)
                    .contains("\n| [" + name + "](#" + name.toLowerCase(Locale.ROOT) + ") | "
                            + alert.getJsonObject("labels").getString("severity") + " | ");
        }
    }

    private static void sendWhatIsRefusedOrHeld(Client client) {
        for (int i = 0; i < 120; i++) {
            assertThat(client.post(new byte[] {1}).status()).isEqualTo(400);
        }
        RawPacket held = RawPacket.of(ELECTION, 7, 13, 60, 50).with(9, uint(100));
        for (int i = 0; i < 20; i++) {
            assertThat(client.post(held.sign1(seed(12))).status()).isEqualTo(403);
        }
        for (int revision = 2; revision <= 41; revision++) {
            assertThat(client.post(held.sign1(seed(13))).status()).isEqualTo(201);
            held = held.after(held, revision);
        }
    }

    private void hangTheReadersSide(Prometheus prometheus, int debugPort) throws IOException {
        try (Hang _ = Hang.in(debugPort)
                .at("org.shomar.aggregator.feed.Publisher", "apply")
                .at("org.shomar.aggregator.feed.Hub", "beat")) {
            expectFiring(
                    prometheus, "ShomarShownLate", "ShomarHeartbeatStopped", "ShomarLoopStuck");
        }
        expectOver(prometheus, "ShomarShownLate", "ShomarHeartbeatStopped", "ShomarLoopStuck");
    }

    private void hangTheTally(Prometheus prometheus, int debugPort) throws IOException {
        try (Hang _ = Hang.in(debugPort).at("org.shomar.aggregator.tally.TallyCluster", "merge")) {
            expectFiring(prometheus, "ShomarCountedLate");
        }
        expectOver(prometheus, "ShomarCountedLate");
    }

    /// Frozen it answers nothing, and branches are told that it is the database; killed it
    /// loses its connections; then it is started again by the server, and what waited is
    /// stored late.
    private void loseTheDatabase(Prometheus prometheus, Client client, Path data, Trickle trickle)
            throws IOException, InterruptedException {
        assertThat(trickle.overloads()).doesNotContain(AWAY);
        ProcessHandle postmaster = Node.postmaster(data);
        List<String> processes = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        signal("-STOP", processes);
        try {
            askForEarlierResults(client);
            expectFiring(
                    prometheus,
                    "ShomarAnswersFailing",
                    "ShomarLedgerStuck",
                    "ShomarIntakeRefusing",
                    "ShomarDatabaseAway",
                    "ShomarErrorBudgetFast",
                    "ShomarErrorBudgetSlow");
            prometheus.await("what branches are told", () -> trickle.overloads().contains(AWAY));
        } finally {
            signal("-KILL", processes);
        }
        expectFiring(prometheus, "ShomarLatencyBudgetFast", "ShomarCatchUpFailing");
        expectOver(prometheus, "ShomarDatabaseAway");
    }

    /// Each needs the ledger, and more than may wait for it: most are answered 503.
    private static void askForEarlierResults(Client client) {
        for (int seq = 1; seq <= EARLIER_RESULTS; seq++) {
            var _ = client.http()
                    .sendAsync(
                            HttpRequest.newBuilder(
                                            client.reading.resolve("/v1/contests/7?at=" + seq))
                                    .build(),
                            BodyHandlers.discarding());
        }
    }

    private static void signal(String signal, List<String> processes)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(processes);
        new ProcessBuilder(command).start().waitFor();
    }

    /// Each of these fires at some time from now on.
    private void expectFiring(Prometheus prometheus, String... alerts) {
        Set<String> missing = new TreeSet<>(List.of(alerts));
        prometheus.await(missing, () -> {
            missing.removeAll(prometheus.firing());
            return missing.isEmpty();
        });
        seen.addAll(List.of(alerts));
    }

    private static void expectOver(Prometheus prometheus, String... alerts) {
        prometheus.await(String.join(", ", alerts) + " over", () -> Stream.of(alerts)
                .noneMatch(prometheus.firing()::contains));
    }

    private static void expectWell(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Prometheus.GRAFANA.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
