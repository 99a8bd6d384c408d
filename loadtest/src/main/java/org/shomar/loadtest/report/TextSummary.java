package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A run on a page of the terminal, the verdict first.
final class TextSummary {
    /// The percentiles that every table shows, besides the maximum.
    static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private static final double MICROS_PER_MILLI = 1e3;

    private final StringBuilder text = new StringBuilder();

    TextSummary(RunReport report) {
        line("%s  load run of %s, %s"
                .formatted(
                        report.verdict(),
                        report.environment().startedAt().truncatedTo(ChronoUnit.SECONDS),
                        Figure.clock(report.measuredSeconds())));
        line("asked %s, served %s"
                .formatted(
                        Figure.perSecond(report.askedPerSecond()),
                        Figure.perSecond(report.servedPerSecond())));
        line("");
        latencies(report.latencies());
        line("");
        counts(report.counts());
        readers(report.readers());
        line("");
        audit(report.audit());
        health(report.health());
        server(report.server());
        thresholds(report);
    }

    private void latencies(Latencies latencies) {
        line("%-15s %11s %9s %9s %9s %9s %9s"
                .formatted("latency", "count", "p50", "p90", "p99", "p99.9", "max"));
        latencies.byName().forEach((name, micros) -> {
            StringBuilder row = new StringBuilder(String.format(
                    Locale.ROOT, "%-15s %11s", name, Figure.count(micros.getTotalCount())));
            for (double percentile : PERCENTILES) {
                row.append(cell(micros, micros.getValueAtPercentile(percentile)));
            }
            line(row.append(cell(micros, micros.getMaxValue())).toString());
        });
    }

    private static String cell(Histogram micros, long value) {
        long shown = micros.getTotalCount() == 0 ? Second.NONE : value;
        return String.format(Locale.ROOT, " %9s", Figure.micros(shown));
    }

    private void counts(Counts counts) {
        line("counts      sent %s, stored (201) %s, repeated (200) %s"
                .formatted(
                        Figure.count(counts.sent()),
                        Figure.count(counts.stored()),
                        Figure.count(counts.repeated())));
        line("            refused %s, errors %s, resends %s"
                .formatted(
                        Figure.count(counts.refusedSum()),
                        Figure.count(counts.errors()),
                        Figure.count(counts.resends())));
        if (counts.stale() > 0) {
            line("            errors lost with a stale connection and sent again at once: %s"
                    .formatted(Figure.count(counts.stale())));
        }
        for (Map.Entry<String, Long> refusal : counts.refused().entrySet()) {
            line("            refused %s: %s"
                    .formatted(refusal.getKey(), Figure.count(refusal.getValue())));
        }
    }

    private void readers(Readers readers) {
        if (!readers.isAny()) {
            return;
        }
        line("readers     %s, and %s slow ones, were shown %s frames"
                .formatted(
                        Figure.count(readers.readers()),
                        Figure.count(readers.slow()),
                        Figure.count(readers.frames())));
        line("            %s %s; of the slow ones %s"
                .formatted(
                        readers.stayed() ? "dropped" : "DROPPED",
                        Readers.byCode(readers.dropped()),
                        Readers.byCode(readers.slowDropped())));
        if (readers.notKept() > 0) {
            line("            %s frames not measured, the log was full: `shown` is of those before"
                    .formatted(Figure.count(readers.notKept())));
        }
    }

    private void audit(Audit audit) {
        if (audit.lines().isEmpty()) {
            line("audit       none");
        }
        for (Audit.Line fact : audit.lines()) {
            line("audit       %-7s %s: expected %s, seen %s"
                    .formatted(
                            fact.ok() ? "ok" : "DIFFERS",
                            fact.name().en(),
                            fact.expected(),
                            fact.seen()));
        }
    }

    private void health(Health health) {
        line("generator   %-7s %s"
                .formatted(word(health.verdict()), health.reason().en()));
        line("            late by %s ms at most, GC %s ms, CPU %s of the machine"
                .formatted(
                        Figure.count(health.behindMillisMax()),
                        Figure.count(health.gcMillis()),
                        Figure.percent(health.cpuFraction())));
    }

    private void server(@Nullable ServerFigures server) {
        if (server == null) {
            return;
        }
        line("server      %s, Java %s, %s of CPU for each of %s stored, %s resident, GC pauses %s"
                .formatted(
                        server.version(),
                        server.java(),
                        Figure.micros(server.cpuMicros()),
                        Figure.count(server.stored()),
                        Figure.mebibytes(server.residentBytes()),
                        Figure.micros(server.gcPauseMillis() * MICROS_PER_MILLI)));
        if (server.frames() > 0) {
            line("            the same CPU is %s for each of %s frames to readers"
                    .formatted(
                            Figure.micros(server.frameCpuMicros()), Figure.count(server.frames())));
        }
        for (ServerFigures.Stage stage : server.stages()) {
            line("            %-31s %11s %9s %9s %9s"
                    .formatted(
                            stage.metric(),
                            Figure.count(stage.count()),
                            "p50 " + Figure.micros(stage.p50Micros()),
                            "p99 " + Figure.micros(stage.p99Micros()),
                            "p99.9 " + Figure.micros(stage.p999Micros())));
        }
    }

    /// Loud unless all is well.
    static String word(Health.Verdict verdict) {
        return verdict == Health.Verdict.SOUND ? "sound" : verdict.name();
    }

    private void thresholds(RunReport report) {
        if (report.thresholds().isEmpty()) {
            line("thresholds  none");
            return;
        }
        line("%s"
                .formatted(report.thresholds().stream()
                        .map(threshold -> String.format(
                                Locale.ROOT,
                                "threshold   %-7s %s, seen %s",
                                threshold.met() ? "met" : "MISSED",
                                threshold.expression(),
                                threshold.seen()))
                        .collect(Collectors.joining("\n"))));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
