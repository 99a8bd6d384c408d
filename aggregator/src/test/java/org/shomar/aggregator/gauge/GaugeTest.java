package org.shomar.aggregator.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Goal: what is measured, what is documented and what the dashboards ask for have the same
/// names.
///
/// Method: registers every gauge, scrapes, and compares with the dashboard's expressions.
class GaugeTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("shomar.root", ".."));
    private static final Pattern METRIC = Pattern.compile("shomar_[a-z_]+");

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
    void theDashboardAsksOnlyForWhatIsMeasured() throws IOException {
        Set<String> asked = new TreeSet<>();
        Matcher matcher = METRIC.matcher(Files.readString(
                REPOSITORY.resolve("grafana").resolve("dashboards").resolve("flow.json")));
        while (matcher.find()) {
            asked.add(matcher.group().replaceFirst("_bucket$", ""));
        }
        Set<String> measured = new TreeSet<>();
        for (Gauge gauge : Gauge.values()) {
            measured.add(gauge.metric());
        }
        assertThat(asked).isEqualTo(measured);
    }

    private static void register(Gauges gauges, Gauge gauge) {
        if (gauge == Gauge.REFUSED) {
            gauges.counter(gauge, "malformed").add(1);
        } else if (gauge.metric().endsWith("_seconds")) {
            gauges.stopwatch(gauge).record(1);
        } else if (gauge == Gauge.LEDGER_BATCH) {
            gauges.sizes(gauge).add(1);
        } else if (gauge.metric().endsWith("_total")) {
            gauges.counter(gauge).add(1);
        } else {
            gauges.reading(gauge, () -> 1);
        }
    }
}
