package org.shomar.aggregator.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.audit.Auditor;
import org.shomar.aggregator.audit.Difference;
import org.shomar.aggregator.audit.NotCompared;
import org.shomar.aggregator.audit.Seen;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.proof.Checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/// What an audit came to, for people in Persian and English, or as one JSON object.
///
/// @param seconds    until every entry was read and judged
/// @param allSeconds until everything was compared
record VerifyReport(
        Definition definition,
        Auditor auditor,
        List<NotCompared> notCompared,
        double seconds,
        double allSeconds) {
    String text() {
        StringBuilder text = new StringBuilder();
        for (Contest contest : definition.contests()) {
            text.append("contest ")
                    .append(contest.contest())
                    .append(": votes ")
                    .append(votes(contest))
                    .append('\n');
        }
        notCompared.forEach(what -> text.append(lines(what)).append('\n'));
        auditor.differences().forEach(found -> text.append(lines(found)).append('\n'));
        if (auditor.differencesOmitted() > 0) {
            text.append("and ").append(auditor.differencesOmitted()).append(" more differences\n");
        }
        return text.append(sentence()).toString();
    }

    /// A difference with what it means, in both languages.
    static String lines(Difference found) {
        return found + "\n      " + found.kind().text().en() + "\n      "
                + found.kind().text().fa();
    }

    static String lines(NotCompared what) {
        return "not compared: " + what.path() + " " + what.why().en() + "\n      سنجیده نشد: ‎"
                + what.path() + "‎ " + what.why().fa();
    }

    private String sentence() {
        String read = String.format(
                Locale.ROOT,
                "%,d entries, read in %.1f s, compared in %.1f s",
                auditor.size(),
                seconds,
                allSeconds);
        int found = auditor.differences().size();
        if (found > 0) {
            return found + " differences in " + read + "\n" + found + " ناهمخوانی پیدا شد.";
        }
        String root = auditor.verified()
                .map(seen -> Checkpoint.base64(seen.checkpoint().root()))
                .orElse("");
        return notCompared.isEmpty()
                ? "everything agrees: " + read + ", root " + root + "\nهمه‌چیز با دفتر می‌خواند."
                : "everything compared agrees: " + read + ", root " + root
                        + "\nهر چه سنجیده شد با دفتر می‌خواند.";
    }

    String json() {
        JsonArray differences = new JsonArray();
        auditor.differences().forEach(found -> differences.add(json(found)));
        JsonObject totals = new JsonObject();
        definition
                .contests()
                .forEach(contest ->
                        totals.put(contest.contest() + "", new JsonArray(votes(contest))));
        JsonObject report =
                new JsonObject().put("sound", differences.isEmpty()).put("entries", auditor.size());
        Optional<Seen> verified = auditor.verified();
        verified.ifPresent(seen -> report.put("size", seen.checkpoint().size())
                .put("root", Checkpoint.base64(seen.checkpoint().root())));
        return report.put("votes", totals)
                .put("differences", differences)
                .put("differencesOmitted", auditor.differencesOmitted())
                .put("notCompared", untouched())
                .put("readSeconds", seconds)
                .put("seconds", allSeconds)
                .encode();
    }

    private JsonArray untouched() {
        JsonArray all = new JsonArray();
        notCompared.forEach(what -> all.add(what.path() + " " + what.why().en()));
        return all;
    }

    static JsonObject json(Difference found) {
        JsonObject json = new JsonObject().put("code", found.kind().code());
        if (found.leaf() != Difference.NO_LEAF) {
            json.put("leaf", found.leaf()).put("seq", found.leaf() + 1);
        }
        return json.put("place", found.place())
                .put("expected", found.expected())
                .put("seen", found.seen())
                .put(
                        "text",
                        new JsonObject()
                                .put("fa", found.kind().text().fa())
                                .put("en", found.kind().text().en()));
    }

    private List<Long> votes(Contest contest) {
        int place = definition.electorate(contest).areaPlace(contest.area());
        return LongStream.of(auditor.totals(contest).areas().get(place).votes())
                .boxed()
                .toList();
    }
}
