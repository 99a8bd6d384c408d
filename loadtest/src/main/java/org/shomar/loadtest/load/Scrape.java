package org.shomar.loadtest.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One answer of `/metrics`, in the text format of Prometheus.
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? "
            + "([+-]Inf|NaN|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)(?: \\d+)?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final List<Sample> samples = new ArrayList<>();

    /// @param labels as they are written, without the braces
    private record Sample(String metric, String labels, double value) {
        Optional<String> label(String name) {
            Matcher label = LABEL.matcher(labels);
            while (label.find()) {
                if (label.group(1).equals(name)) {
                    return Optional.of(ESCAPED.matcher(label.group(2))
                            .replaceAll(escaped -> escaped.group(1).equals("n")
                                    ? "\n"
                                    : Matcher.quoteReplacement(escaped.group(1))));
                }
            }
            return Optional.empty();
        }
    }

    /// Lines that are no samples are passed over.
    Scrape(String text) {
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(line -> {
            String labels = line.group(2);
            samples.add(
                    new Sample(line.group(1), labels == null ? "" : labels, number(line.group(3))));
        });
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /// Of all series of a metric together; 0 when there is none.
    double sum(String metric) {
        return samples.stream()
                .filter(sample -> sample.metric().equals(metric))
                .mapToDouble(Sample::value)
                .sum();
    }

    /// What a label of a metric says, of its first series; empty when there is none.
    Optional<String> label(String metric, String name) {
        return samples.stream()
                .filter(sample -> sample.metric().equals(metric))
                .findFirst()
                .flatMap(sample -> sample.label(name));
    }

    /// How many were at most so long, by the bound in the unit of the metric; of all series
    /// together.
    SortedMap<Double, Double> buckets(String metric) {
        SortedMap<Double, Double> atMost = new TreeMap<>();
        samples.stream()
                .filter(sample -> sample.metric().equals(metric + "_bucket"))
                .forEach(sample -> sample.label("le")
                        .ifPresent(
                                bound -> atMost.merge(number(bound), sample.value(), Double::sum)));
        return atMost;
    }
}
