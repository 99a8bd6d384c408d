package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Goal: every panel has something to show, and each alert comes when what it is for happens.
///
/// Method: a server in a process of its own under a little traffic, with a reader and a
/// certificate that runs out tomorrow, scraped by a real Prometheus with the shipped rules
/// (made hastier, see [Prometheus]). Then one fault after the other: bad senders, hung
/// threads, a frozen and killed database, the end of the server. The alerts on what the server
/// runs out of are in [MeansAlertsTest], those on other nodes and witnesses in
/// [PeersAlertsTest].
class AlertsTest {
    private static final TestElection ELECTION = new TestElection();
    private static final Pattern METRIC =
            Pattern.compile("\\b(shomar|jvm|process|up)(_[a-z_]+)?(?=[{\\[ )]|$)");

    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");

    /// Together they fire every alert.
    private static final List<Class<?>> WITH_FAULTS =
            List.of(AlertsTest.class, MeansAlertsTest.class, PeersAlertsTest.class);

    private static final int EARLIER_RESULTS = 60;
    private static final String AWAY = "the database is away";

    @Test
    void promtoolFindsTheRulesSoundAndTheirTestsPass() throws IOException, InterruptedException {
        Program.run("promtool", "check", "config", grafana("prometheus.yaml"));
        Program.run("promtool", "check", "rules", grafana("alerts.yaml"));
        Program.run("promtool", "test", "rules", grafana("alerts_test.yaml"));
    }

    private static String grafana(String file) {
        return Prometheus.GRAFANA.resolve(file).toString();
    }

    @Test
    void eachAlertIsFiredByATest() throws IOException {
        Matcher alert = ALERT.matcher(Files.readString(Prometheus.GRAFANA.resolve("alerts.yaml")));
        assertThat(WITH_FAULTS.stream()
                        .flatMap(test -> Stream.of(test.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Fires.class))
                        .flatMap(method ->
                                Stream.of(method.getAnnotation(Fires.class).value())))
                .containsExactlyInAnyOrderElementsOf(
                        alert.results().map(found -> found.group(1)).toList());
    }

    @Fires({
        "ShomarDown",
        "ShomarLoopStuck",
        "ShomarIntakeRefusing",
        "ShomarDatabaseAway",
        "ShomarLedgerStuck",
        "ShomarCountedLate",
        "ShomarShownLate",
        "ShomarHeartbeatStopped",
        "ShomarCatchUpFailing",
        "ShomarPacketsRefused",
        "ShomarSignaturesRefused",
        "ShomarPacketsHeld",
        "ShomarErrorBudgetFast",
        "ShomarErrorBudgetSlow",
        "ShomarLatencyBudgetFast",
        "ShomarAnswersFailing",
        "ShomarCertificateSoon",
        "ShomarCertificateNow"
    })
    void everyPanelShowsSomethingAndEachFaultRaisesItsAlert(@TempDir Path folder, TestInfo test)
            throws IOException, InterruptedException {
        Path election = Files.write(folder.resolve("election.json"), ELECTION.file);
        Path data = Node.dataFolder();
        Certificates.in(data.resolve("tls"), 1);
        int debugPort = Prometheus.freePort();
        try (ServerProcess server =
                        ServerProcess.start(Debugger.options(debugPort), election, data);
                Client client = server.client();
                Prometheus prometheus = Prometheus.start(
                        folder, URI.create(server.ready.getString("ops")).getAuthority());
                AlertWatch alerts = AlertWatch.of(prometheus, test);
                Follower _ = Follower.of(client, "contest/7");
                Trickle trickle = new Trickle(client, ELECTION)) {
            prometheus.await("Prometheus", prometheus::ready);
            expectPanels(prometheus);
            expectAlertsToBeWhole(prometheus);
            alerts.expectFiring("ShomarCertificateSoon", "ShomarCertificateNow");
            alerts.expectNothingElse(AlertWatch.OF_THE_DISK);

            sendWhatIsRefusedOrHeld(client);
            alerts.expectFiring(
                    "ShomarPacketsRefused", "ShomarSignaturesRefused", "ShomarPacketsHeld");

            hangTheReadersSide(alerts, debugPort);
            hangTheTally(alerts, debugPort);
            loseTheDatabase(prometheus, alerts, client, data, trickle);

            server.terminate();
            alerts.expectFiring("ShomarDown");
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

    private static void hangTheReadersSide(AlertWatch alerts, int debugPort) throws IOException {
        try (Debugger _ = Debugger.in(debugPort)
                .hangAt("org.shomar.aggregator.feed.Publisher", "apply")
                .hangAt("org.shomar.aggregator.feed.Hub", "beat")) {
            alerts.expectFiring("ShomarShownLate", "ShomarHeartbeatStopped", "ShomarLoopStuck");
        }
        alerts.expectOver("ShomarShownLate", "ShomarHeartbeatStopped", "ShomarLoopStuck");
    }

    private static void hangTheTally(AlertWatch alerts, int debugPort) throws IOException {
        try (Debugger _ = Debugger.in(debugPort)
                .hangAt("org.shomar.aggregator.tally.TallyCluster", "merge")) {
            alerts.expectFiring("ShomarCountedLate");
        }
        alerts.expectOver("ShomarCountedLate");
    }

    /// Frozen it answers nothing, and branches are told that it is the database; killed it
    /// loses its connections; then it is started again by the server, and what waited is
    /// stored late.
    private static void loseTheDatabase(
            Prometheus prometheus, AlertWatch alerts, Client client, Path data, Trickle trickle)
            throws IOException, InterruptedException {
        assertThat(trickle.overloads()).doesNotContain(AWAY);
        ProcessHandle postmaster = Node.postmaster(data);
        List<String> processes = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        signal("-STOP", processes);
        try {
            askForEarlierResults(client);
            alerts.expectFiring(
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
        alerts.expectFiring("ShomarLatencyBudgetFast", "ShomarCatchUpFailing");
        alerts.expectOver("ShomarDatabaseAway");
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
}
