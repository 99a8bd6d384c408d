package org.shomar.aggregator.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Goal: what is measured, what is documented and what the dashboards ask for have the same
/// names.
///
/// Method: registers every gauge, scrapes, and compares with the dashboards' and the alerts'
/// files. AlertsTest asks their expressions of a real Prometheus.
class GaugeTest {
    private static final Path GRAFANA = Path.of(System.getProperty("shomar.root", ".."), "grafana");
    private static final Path GUIDE = GRAFANA.resolveSibling("docs").resolve("operations.md");
    private static final String DATABASE_ROLE = "shomar_app"; // no metric, but looks like one
    private static final Pattern METRIC = Pattern.compile("shomar_[a-z_]+");

    /// Persian letters somewhere, and an English word.
    private static final Pattern BILINGUAL = Pattern.compile("(?s).*[آ-ی].*[A-Za-z]{2,}.*");

    @Test
    void exposesEveryGaugeUnderItsName() {
        try (Gauges gauges = new Gauges()) {
            for (Gauge gauge : Gauge.values()) {
                register(gauges, gauge);
            }
            String scraped = gauges.scrape();
            for (Gauge gauge : Gauge.values()) {
                assertThat(scraped).contains("# HELP " + gauge.metric() + " " + gauge.meaning());
            }
        }
    }

    @Test
    void countsDurationsInTheirBuckets() {
        try (Gauges gauges = new Gauges()) {
            gauges.stopwatch(Gauge.COMMIT).record(3_000_000);
            assertThat(gauges.scrape())
                    .contains("shomar_ledger_commit_seconds_bucket{le=\"0.0025\"} 0")
                    .contains("shomar_ledger_commit_seconds_bucket{le=\"0.005\"} 1");
        }
    }

    @Test
    void aRunningTotalIsReadForEver() {
        try (Gauges gauges = new Gauges()) {
            AtomicLong kept = new AtomicLong();
            gauges.total(Gauge.FRAMES, () -> kept.get());
            System.gc();
            kept.set(5);
            assertThat(gauges.scrape()).contains("shomar_feed_frames_total 5");
        }
    }

    @Test
    void theDashboardsAskForAllThatIsMeasuredAndNothingElse() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (Path file : dashboards()) {
            asked.addAll(metrics(file));
        }
        assertThat(asked).isEqualTo(measured());
    }

    @Test
    void theAlertsAskOnlyForWhatIsMeasured() throws IOException {
        assertThat(metrics(GRAFANA.resolve("alerts.yaml"))).isNotEmpty().isSubsetOf(measured());
    }

    @Test
    void theGuideOfOperatorsNamesAllThatIsMeasuredAndNothingElse() throws IOException {
        Set<String> named = metrics(GUIDE);
        named.remove(DATABASE_ROLE);
        assertThat(named).isEqualTo(measured());
    }

    @Test
    void everyPanelSaysInPersianAndEnglishWhatIsGood() throws IOException {
        for (Path file : dashboards()) {
            JsonObject dashboard = new JsonObject(Files.readString(file));
            String name = file.getFileName().toString().replace(".json", "");
            assertThat(dashboard.getString("uid")).isEqualTo("shomar-" + name);
            assertThat(dashboard.getString("title")).matches(BILINGUAL);
            for (Object each : dashboard.getJsonArray("panels")) {
                JsonObject panel = (JsonObject) each;
                String title = panel.getString("title");
                assertThat(title).matches(BILINGUAL);
                assertThat(panel.getString("description")).as(title).matches(BILINGUAL);
                assertThat(panel.getJsonObject("datasource").getString("uid"))
                        .as(title)
                        .isEqualTo("${datasource}");
                assertThat(panel.getJsonObject("fieldConfig")
                                .getJsonObject("defaults")
                                .getString("unit"))
                        .as(title)
                        .isNotEmpty();
            }
        }
    }

    /// Between bounds Prometheus interpolates: with 100 and 250 ms alone, a p99 of 105 ms is
    /// shown as one of 233.
    @Test
    void theAimsOfTheWayAreBoundsOfItsBuckets() {
        assertThat(Gauge.SHOW.buckets().bounds()).contains(0.100, 0.120, 0.150);
        assertThat(Gauge.INTENDED_STORED.buckets().bounds()).contains(0.010, 0.030, 1.0);
        assertThat(Gauge.COMMIT.buckets().bounds()).contains(1.0); // an alert asks for it
    }

    /// A thousand bytes beside three contests on one axis would be a figure of neither.
    @Test
    void seriesOfAnotherUnitHaveAnAxisOfTheirOwn() throws IOException {
        for (Path file : dashboards()) {
            for (Object each : new JsonObject(Files.readString(file)).getJsonArray("panels")) {
                JsonObject panel = (JsonObject) each;
                Set<String> units = new TreeSet<>();
                panel.getJsonArray("targets").stream()
                        .map(target -> unit(((JsonObject) target).getString("expr")))
                        .forEach(units::add);
                assertThat(panel.getJsonObject("fieldConfig").getJsonArray("overrides"))
                        .as(panel.getString("title") + units)
                        .hasSizeGreaterThanOrEqualTo(units.size() - 1);
            }
        }
    }

    private static String unit(String expression) {
        if (expression.contains(" / ")) {
            return "ratio";
        }
        boolean quantile = expression.startsWith("histogram_quantile");
        boolean ofTime = expression.contains("_seconds_sum"); // seconds a second
        if (expression.contains("rate(") && !quantile && !ofTime) {
            return "a second";
        }
        return expression.contains("_bytes")
                ? "bytes"
                : expression.contains("_seconds") && !ofTime ? "seconds" : "number";
    }

    /// What a panel or a runbook sends the reader to.
    @Test
    void theAlertsThatPanelsNameExist() throws IOException {
        String alerts = Files.readString(GRAFANA.resolve("alerts.yaml"));
        for (Path file : dashboards()) {
            Matcher named = Pattern.compile("\\bShomar[A-Z]\\w+").matcher(Files.readString(file));
            while (named.find()) {
                assertThat(alerts).contains("alert: " + named.group() + "\n");
            }
        }
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
            List<Path> dashboards = files.toList();
            assertThat(dashboards).hasSizeGreaterThan(1);
            return dashboards;
        }
    }

    private static Set<String> metrics(Path file) throws IOException {
        Set<String> metrics = new TreeSet<>();
        Matcher matcher = METRIC.matcher(Files.readString(file));
        while (matcher.find()) {
            metrics.add(matcher.group().replaceFirst("_(bucket|count|sum)$", ""));
        }
        return metrics;
    }

    private static Set<String> measured() {
        return Arrays.stream(Gauge.values())
                .map(Gauge::metric)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void register(Gauges gauges, Gauge gauge) {
        if (gauge == Gauge.REFUSED || gauge == Gauge.FINDINGS) {
            gauges.counter(gauge, "malformed").add(1);
        } else if (gauge == Gauge.BUILD || gauge == Gauge.ELECTION) {
            gauges.info(gauge, "version", "1");
        } else if (gauge.buckets() == Buckets.ENTRIES) {
            gauges.sizes(gauge).add(1);
        } else if (gauge.buckets() != Buckets.NONE) {
            gauges.stopwatch(gauge).record(1);
        } else if (gauge.metric().endsWith("_total")) {
            gauges.counter(gauge).add(1);
        } else {
            gauges.reading(gauge, () -> 1);
        }
    }
}
