package org.shomar.loadtest.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the page draws, as JSON: tables as they are, histograms as curves and bins, and the
/// seconds in columns.
final class PageData {
    /// Bins of the shown histogram: each is 15 % wider than the one before it.
    static final int BINS_PER_DECADE = 16;

    private static final double WHOLE = 100;

    private PageData() {}

    static JsonObject of(RunReport report) {
        return frame().put("runs", new JsonArray().add(run("", report)));
    }

    static JsonObject of(RunComparison comparison) {
        JsonArray runs = new JsonArray()
                .add(run(comparison.a().name(), comparison.a().report()))
                .add(run(comparison.b().name(), comparison.b().report()));
        JsonObject compared = new JsonObject()
                .put("outcome", comparison.outcome().name())
                .put("figures", figures(comparison.figures()))
                .put("environment", differences(comparison.environment()))
                .put("plan", differences(comparison.plan()))
                .put("changes", said(comparison.changes()))
                .put("doubts", said(comparison.doubts()));
        return frame().put("runs", runs).put("compared", compared);
    }

    private static JsonObject frame() {
        return new JsonObject().put("binsPerDecade", BINS_PER_DECADE);
    }

    private static JsonObject run(String name, RunReport report) {
        JsonObject latencies = new JsonObject();
        report.latencies().byName().forEach((key, micros) -> latencies.put(key, latency(micros)));
        JsonArray thresholds = new JsonArray();
        report.thresholds()
                .forEach(threshold -> thresholds.add(new JsonObject()
                        .put("expression", threshold.expression())
                        .put("seen", threshold.seen())
                        .put("met", threshold.met())));
        JsonObject run = new JsonObject()
                .put("name", name)
                .put("verdict", report.verdict().name())
                .put("length", report.measuredSeconds())
                .put("asked", report.askedPerSecond())
                .put("served", report.servedPerSecond())
                .put("environment", RunJson.environment(report.environment()))
                .put("plan", plan(report.plan()))
                .put("latencies", latencies)
                .put("counts", RunJson.counts(report.counts()))
                .put("readers", RunJson.readers(report.readers()))
                .put("health", RunJson.health(report.health()))
                .put("audit", RunJson.audit(report.audit()))
                .put("thresholds", thresholds)
                .put("seconds", Series.of(report.seconds()));
        ServerFigures server = report.server();
        return server == null ? run : run.put("server", RunJson.server(server));
    }

    /// A seed has more digits than a number of JavaScript holds.
    private static JsonObject plan(Plan plan) {
        return RunJson.plan(plan).put("seed", String.valueOf(plan.seed()));
    }

    private static JsonObject latency(Histogram micros) {
        JsonArray rows = new JsonArray();
        for (double percentile : TextSummary.PERCENTILES) {
            rows.add(micros.getValueAtPercentile(percentile));
        }
        return new JsonObject()
                .put("count", micros.getTotalCount())
                .put("at", rows)
                .put("max", micros.getMaxValue())
                .put("curve", curve(micros))
                .put("bins", bins(micros));
    }

    /// Pairs of 1/(1-p) and microseconds; the last stands for the one slowest packet.
    private static JsonArray curve(Histogram micros) {
        JsonArray points = new JsonArray();
        double end = Math.max(1, (double) micros.getTotalCount());
        for (HistogramIterationValue at :
                micros.percentiles(PercentileFile.TICKS_PER_HALF_DISTANCE)) {
            double beyond = 1 - at.getPercentileLevelIteratedTo() / WHOLE;
            double inverse = beyond <= 0 ? end : Math.min(end, 1 / beyond);
            points.add(new JsonArray().add(inverse).add(at.getValueIteratedTo()));
        }
        return points;
    }

    /// Pairs of a bin's number and its count; bin n starts at 10^(n / BINS_PER_DECADE) µs.
    private static JsonArray bins(Histogram micros) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (HistogramIterationValue at : micros.recordedValues()) {
            double exponent = Math.log10(Math.max(1, (double) at.getValueIteratedTo()));
            counts.merge(
                    (int) Math.floor(exponent * BINS_PER_DECADE),
                    at.getCountAddedInThisIterationStep(),
                    Long::sum);
        }
        JsonArray pairs = new JsonArray();
        counts.forEach((bin, count) -> pairs.add(new JsonArray().add(bin).add(count)));
        return pairs;
    }

    private static JsonArray figures(List<ComparedFigure> figures) {
        JsonArray rows = new JsonArray();
        figures.forEach(figure -> rows.add(new JsonObject()
                .put("name", figure.name())
                .put("unit", figure.unit().name())
                .put("a", figure.a())
                .put("b", figure.b())
                .put("noise", figure.noise())
                .put("change", figure.change().name())));
        return rows;
    }

    private static JsonArray differences(List<RunComparison.Difference> differences) {
        JsonArray rows = new JsonArray();
        differences.forEach(row -> rows.add(new JsonObject()
                .put("name", row.name())
                .put("a", row.a())
                .put("b", row.b())
                .put("differs", row.differs())
                .put("matters", row.matters())));
        return rows;
    }

    private static JsonArray said(List<Words> sentences) {
        JsonArray rows = new JsonArray();
        sentences.forEach(words -> rows.add(RunJson.words(words)));
        return rows;
    }
}
