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

/// One demand on a latency, such as `ack p99<25ms`.
///
/// ```text
/// demands = demand *( "," demand )
/// demand  = stage " p" percentile "<" limit ("us" | "ms" | "s")
/// stage   = "ack" | "service" | "shown" | "intended-shown" | "spread"
/// ```
///
/// @param stage       by its name in [Latencies#byName]
/// @param percentile  0..100; `max` in the text is 100
/// @param limitMicros the figure must be below it
public record Slo(String text, String stage, double percentile, double limitMicros) {
    private static final Set<String> STAGES =
            Set.of("ack", "service", "shown", "intended-shown", "spread");
    private static final Pattern DEMAND = Pattern.compile(
            "([a-z-]+)[ .](?:p([0-9]{1,3}(?:\\.[0-9]+)?)|(max))\\s*<\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(us|ms|s)");

    public static List<Slo> parseAll(List<String> texts) {
        List<Slo> demands = new ArrayList<>();
        for (String text : texts) {
            for (String part : text.split(",", -1)) {
                demands.add(parse(part.strip()));
            }
        }
        return demands;
    }

    static Slo parse(String text) {
        Matcher parts = DEMAND.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches() || !STAGES.contains(parts.group(1))) {
            throw new IllegalArgumentException("a demand is STAGE pN<LIMIT, such as 'ack p99<25ms';"
                    + " stages are ack, service, shown, intended-shown and spread; not " + text);
        }
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
        return new Slo(text, parts.group(1), percentile, micros);
    }

    /// A stage that measured nothing meets no demand.
    ThresholdResult judge(Latencies latencies) {
        Histogram stage = latencies.byName().get(stage());
        if (stage == null || stage.getTotalCount() == 0) {
            return new ThresholdResult(text, "nothing was measured", false);
        }
        double micros = stage.getValueAtPercentile(percentile);
        String seen = String.format(Locale.ROOT, "%.2f ms", micros / 1_000);
        return new ThresholdResult(text, seen, micros < limitMicros);
    }
}
