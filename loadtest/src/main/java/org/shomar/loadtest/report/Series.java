package org.shomar.loadtest.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The seconds of a run as columns for the charts.
///
/// A long run is drawn with fewer points: several seconds share one, which shows the mean of
/// their rates and the worst of their latencies, so that no peak is hidden.
final class Series {
    static final int POINTS_MAX = 1_800;

    private Series() {}

    static JsonObject of(List<Second> seconds) {
        int step = Math.max(1, Math.ceilDiv(seconds.size(), POINTS_MAX));
        JsonArray starts = new JsonArray();
        for (int i = 0; i < seconds.size(); i += step) {
            starts.add(seconds.get(i).second());
        }
        JsonObject columns = new JsonObject().put("step", step).put("second", starts);
        rates().forEach((name, rate) -> {
            JsonArray column = new JsonArray();
            for (int i = 0; i < seconds.size(); i += step) {
                column.add(group(seconds, i, step).stream()
                        .mapToLong(rate)
                        .average()
                        .orElse(0));
            }
            columns.put(name, column);
        });
        peaks().forEach((name, latency) -> {
            JsonArray column = new JsonArray();
            for (int i = 0; i < seconds.size(); i += step) {
                column.add(group(seconds, i, step).stream()
                        .mapToLong(latency)
                        .max()
                        .orElse(Second.NONE));
            }
            columns.put(name, column);
        });
        return columns;
    }

    private static List<Second> group(List<Second> seconds, int from, int step) {
        return seconds.subList(from, Math.min(seconds.size(), from + step));
    }

    private static Map<String, ToLongFunction<Second>> rates() {
        Map<String, ToLongFunction<Second>> columns = new LinkedHashMap<>();
        columns.put("asked", Second::asked);
        columns.put("acked", Second::acked);
        columns.put("refused", Second::refused);
        columns.put("errors", Second::errors);
        return columns;
    }

    private static Map<String, ToLongFunction<Second>> peaks() {
        Map<String, ToLongFunction<Second>> columns = new LinkedHashMap<>();
        columns.put("p50", Second::ackP50Micros);
        columns.put("p99", Second::ackP99Micros);
        columns.put("max", Second::ackMaxMicros);
        columns.put("shownP99", Second::shownP99Micros);
        columns.put("behindMillis", Second::behindMillis);
        return columns;
    }
}
