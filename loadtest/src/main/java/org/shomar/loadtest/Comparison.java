package org.shomar.loadtest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.loadtest.load.Plane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Waits until every total that was answered for is shown, and compares it with what is
/// expected.
final class Comparison {
    private static final int SHOWN_SECONDS_MAX = 60;

    private Comparison() {}

    /// One total that is not what it should be.
    record Difference(int contest, String expected, String shown) {}

    /// @param expected votes of each contest, by its number as text
    /// @param lastSeq  up to where each contest must be shown before it is compared
    static List<Difference> differences(
            Plane reading, JsonObject expected, Map<Integer, Long> lastSeq) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS_MAX);
        Map<Integer, JsonArray> contests = new TreeMap<>();
        for (String number : expected.fieldNames()) {
            contests.put(Integer.parseInt(number), expected.getJsonArray(number));
        }
        List<Difference> differences = new ArrayList<>();
        contests.forEach((contest, votes) -> {
            String shown = votes(reading, contest, lastSeq.getOrDefault(contest, 0L), deadline);
            if (!shown.equals(votes.toString())) {
                differences.add(new Difference(contest, votes.toString(), shown));
            }
        });
        return differences;
    }

    /// `nothing` where there is no such contest, or nobody answers.
    private static String votes(Plane reading, int contest, long seq, long deadlineNanos) {
        try {
            JsonObject result = reading.shown(contest, seq, deadlineNanos);
            return String.valueOf(result.getValue("votes", "nothing"));
        } catch (IOException noAnswer) {
            return "nothing";
        }
    }
}
