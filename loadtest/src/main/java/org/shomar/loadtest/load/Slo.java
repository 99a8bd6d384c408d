package org.shomar.loadtest.load;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Latencies;
import org.shomar.loadtest.report.ThresholdResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One demand on a run: on a latency, such as `ack p99<25ms`, or on the rate, `rate>20000`.
///
/// ```text
/// demands = demand *( "," demand )
/// demand  = stage " p" percentile "<" limit ("us" | "ms" | "s")
///         | "rate" ">" packets a second
/// stage   = "ack" | "service" | "shown" | "intended-shown" | "spread"
/// ```
public sealed interface Slo {
    String text();

    /// @param servedPerSecond as [org.shomar.loadtest.report.RunReport#servedPerSecond] has it
    ThresholdResult judge(Latencies latencies, double servedPerSecond);

    static List<Slo> parseAll(List<String> texts) {
        List<Slo> demands = new ArrayList<>();
        for (String text : texts) {
            for (String part : text.split(",", -1)) {
                demands.add(parse(part.strip()));
            }
        }
        return demands;
    }

    /// @throws IllegalArgumentException when it is no demand; says what one is
    static Slo parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher latency = Latency.DEMAND.matcher(lower);
        if (latency.matches() && Latency.STAGES.contains(latency.group(1))) {
            return Latency.of(text, latency);
        }
        Matcher rate = Rate.DEMAND.matcher(lower);
        if (rate.matches()) {
            return Rate.of(text, Double.parseDouble(rate.group(1)));
        }
        throw new IllegalArgumentException("a demand is STAGE pN<LIMIT, such as 'ack p99<25ms', or"
                + " rate>N in packets/s, such as 'rate>20000'; stages are ack, service, shown,"
                + " intended-shown and spread; not " + text);
    }

    /// @param stage       by its name in [Latencies#byName]
    /// @param percentile  0..100; `max` in the text is 100
    /// @param limitMicros the figure must be below it
    record Latency(String text, String stage, double percentile, double limitMicros)
            implements Slo {
        private static final Set<String> STAGES =
                Set.of("ack", "service", "shown", "intended-shown", "spread");
        private static final Pattern DEMAND = Pattern.compile(
                "([a-z-]+)[ .](?:p([0-9]{1,3}(?:\\.[0-9]+)?)|(max))\\s*<\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(us|ms|s)");

        private static Latency of(String text, Matcher parts) {
            double percentile = parts.group(3) != null ? 100 : Double.parseDouble(parts.group(2));
            double limit = Double.parseDouble(parts.group(4));
            if (percentile > 100 || percentile <= 0 || limit <= 0) {
                throw new IllegalArgumentException(
                        "a percentile is over 0 and at most 100, a limit over 0; not " + text);
            }
            double micros =
                    switch (parts.group(5)) {
                        case "us" -> limit;
                        case "ms" -> limit * 1_000;
                        default -> limit * 1_000_000;
                    };
            return new Latency(text, parts.group(1), percentile, micros);
        }

        /// A stage that measured nothing meets no demand.
        @Override
        public ThresholdResult judge(Latencies latencies, double servedPerSecond) {
            Histogram measured = latencies.byName().get(stage);
            if (measured == null || measured.getTotalCount() == 0) {
                return new ThresholdResult(text, "nothing was measured", false);
            }
            double micros = measured.getValueAtPercentile(percentile);
            String seen = String.format(Locale.ROOT, "%.2f ms", micros / 1_000);
            return new ThresholdResult(text, seen, micros < limitMicros);
        }
    }

    /// @param limitPerSecond packets served a second must be above it
    record Rate(String text, double limitPerSecond) implements Slo {
        private static final Pattern DEMAND =
                Pattern.compile("rate\\s*>\\s*([0-9]{1,9}(?:\\.[0-9]+)?)\\s*(?:/s)?");

        private static Rate of(String text, double limit) {
            if (limit <= 0) {
                throw new IllegalArgumentException("a rate is over 0; not " + text);
            }
            return new Rate(text, limit);
        }

        @Override
        public ThresholdResult judge(Latencies latencies, double servedPerSecond) {
            String seen = String.format(Locale.ROOT, "%,.1f/s", servedPerSecond);
            return new ThresholdResult(text, seen, servedPerSecond > limitPerSecond);
        }
    }
}
