package org.shomar.loadtest.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.loadtest.report.Words;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Compares what the public plane shows after a run with what was acknowledged: entries,
/// branches, totals and progress. What is expected comes from the definition and the packets
/// alone, so that what the server leaves out is missed. For one asking.
final class ServerAudit {
    /// Areas below the contests' own of which results are asked one by one, spread over all.
    static final int AREAS_ASKED_MAX = 500;

    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Roll roll;
    private final Work work;
    private final Survey before;
    private final Plane reading;
    private final AuditLines lines;
    private final long deadlineNanos;
    private final Sums sums;
    private final Pair.Standing[] now;

    /// A branch's row is right when it says this packet.
    ///
    /// @param seq 0 when it is not known
    private record Latest(Pair.Standing standing, long seq) {}

    ServerAudit(
            Roll roll,
            Work work,
            Survey before,
            Plane reading,
            AuditLines lines,
            long deadlineNanos) {
        this.roll = roll;
        this.work = work;
        this.before = before;
        this.reading = reading;
        this.lines = lines;
        this.deadlineNanos = deadlineNanos;
        this.sums = new Sums(roll.definition());
        this.now = before.standing().toArray(Pair.Standing[]::new);
    }

    /// @param stored   of each pair, packets that were acknowledged
    /// @param inDoubt  of each pair, packets that may be stored
    /// @param lastSeqs of each contest, what must be shown
    /// @return what the server holds now, if all is right
    Survey run(
            List<List<Integer>> stored, List<List<Integer>> inDoubt, Map<Integer, Long> lastSeqs) {
        Map<Integer, List<Pair>> pairsOf = new HashMap<>();
        for (Pair pair : roll.pairs()) {
            pairsOf.computeIfAbsent(pair.contest().contest(), c -> new ArrayList<>())
                    .add(pair);
        }
        Map<Integer, Long> contestSeqs = new HashMap<>();
        long entries = 0;
        int counted = 0;
        List<String> different = new ArrayList<>();
        for (Contest contest : roll.definition().contests()) {
            int number = contest.contest();
            String path = "/v1/contests/" + number;
            try {
                JsonObject result =
                        reading.shown(path, lastSeqs.getOrDefault(number, 0L), deadlineNanos);
                JsonObject rows = Waiting.on(reading.json(path + "/branches"));
                counted += settle(
                        contest, pairsOf.getOrDefault(number, List.of()), rows, stored, inDoubt);
                contestSeqs.put(number, result.getLong("contestSeq", 0L));
                entries += result.getLong("contestSeq", 0L)
                        - before.contestSeqs().getOrDefault(number, 0L);
                if (!sums.equal(contest, contest.area(), result)) {
                    different.add("contest " + number + ": " + sums.figures(contest, contest.area())
                            + " expected, " + Sums.figuresIn(result) + " shown, or areas below");
                }
            } catch (IOException e) {
                different.add("contest " + number + ": " + e.getMessage());
            }
        }
        say(stored, inDoubt, entries, counted, different);
        areas(lastSeqs);
        progress(lastSeqs.values().stream().mapToLong(Long::longValue).max().orElse(0));
        return new Survey(Arrays.asList(now), contestSeqs);
    }

    private void say(
            List<List<Integer>> stored,
            List<List<Integer>> inDoubt,
            long entries,
            int counted,
            List<String> different) {
        long acknowledged = stored.stream().mapToLong(List::size).sum();
        long doubtful = inDoubt.stream().mapToLong(List::size).sum();
        lines.add(
                "acknowledged = stored (entries of all contests)",
                "تأییدشده = ذخیره‌شده (ثبت‌های همهٔ رقابت‌ها)",
                acknowledged + (doubtful == 0 ? "" : " to " + (acknowledged + doubtful)),
                Long.toString(entries),
                entries >= acknowledged && entries <= acknowledged + doubtful);
        lines.add(
                "stored = counted (latest packet of each branch and contest)",
                "ذخیره‌شده = شمرده‌شده (آخرین بستهٔ هر شعبه در هر رقابت)",
                roll.pairs().size(),
                counted);
        int contests = roll.definition().contests().size();
        lines.add(
                "counted = shown (contests whose totals are right)",
                "شمرده‌شده = نمایش‌داده‌شده (رقابت‌هایی با جمع درست)",
                contests,
                contests - different.size(),
                different);
    }

    /// Finds out what each pair holds now.
    ///
    /// @return how many rows are as they should be; a row too many takes one off
    private int settle(
            Contest contest,
            List<Pair> pairs,
            JsonObject shown,
            List<List<Integer>> stored,
            List<List<Integer>> inDoubt) {
        JsonArray rows = shown.getJsonArray("branches", new JsonArray());
        Map<Integer, JsonObject> byBranch = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byBranch.put(rows.getJsonObject(i).getInteger("branch"), rows.getJsonObject(i));
        }
        int right = 0;
        for (Pair pair : pairs) {
            JsonObject row = byBranch.getOrDefault(pair.branch().branch(), new JsonObject());
            Latest latest = latest(
                    pair,
                    row.getString("packet", ""),
                    stored.get(pair.index()),
                    inDoubt.get(pair.index()));
            now[pair.index()] = latest.standing();
            right += isRight(pair, row, latest) ? 1 : 0;
            SignedPacket packet = latest.standing().latest();
            if (packet != null) {
                sums.add(pair, packet.packet());
            }
        }
        int branches = roll.definition().electorate(contest).branchCount();
        return right - Math.max(0, rows.size() - branches);
    }

    private boolean isRight(Pair pair, JsonObject row, Latest latest) {
        String area = roll.definition().areas().get(pair.branch().area()).code();
        SignedPacket packet = latest.standing().latest();
        if (packet == null) {
            return area.equals(row.getString("area")) && "none".equals(row.getString("state"));
        }
        return area.equals(row.getString("area"))
                && "counted".equals(row.getString("state"))
                && packet.id().toString().equals(row.getString("packet"))
                && Objects.equals(row.getInteger("revision"), packet.packet().revision())
                && (latest.seq() == 0 || Objects.equals(row.getLong("seq"), latest.seq()));
    }

    /// The last packet that was acknowledged, or one that was in doubt and is there.
    private Latest latest(
            Pair pair, String shownId, List<Integer> acknowledged, List<Integer> doubtful) {
        for (int n : doubtful) {
            SignedPacket packet = Pair.read(work.stock().message(n));
            boolean later = acknowledged.isEmpty() || n > acknowledged.getLast();
            if (later && packet.id().toString().equals(shownId)) {
                return new Latest(new Pair.Standing(packet), 0);
            }
        }
        if (acknowledged.isEmpty()) {
            return new Latest(before.standing().get(pair.index()), 0);
        }
        int n = acknowledged.getLast();
        return new Latest(
                new Pair.Standing(Pair.read(work.stock().message(n))),
                work.journal().seq(n));
    }

    /// Results of areas below the contests' own, down to the last, each with its areas below.
    private void areas(Map<Integer, Long> lastSeqs) {
        int all = roll.definition().contests().stream()
                .mapToInt(contest -> sums.areasBelow(contest).size())
                .sum();
        int step = Math.max(1, Math.ceilDiv(all, AREAS_ASKED_MAX));
        int asked = 0;
        int place = 0;
        List<String> different = new ArrayList<>();
        for (Contest contest : roll.definition().contests()) {
            long seq = lastSeqs.getOrDefault(contest.contest(), 0L);
            for (int area : sums.areasBelow(contest)) {
                if (place++ % step == 0) {
                    asked++;
                    area(contest, area, seq, different);
                }
            }
        }
        if (asked > 0) {
            lines.add(
                    "areas below, asked one by one, whose totals are right (of " + all + ")",
                    String.format(
                            Words.PERSIAN,
                            "حوزه‌های پایین‌تر با جمع درست، یک‌به‌یک پرسیده‌شده (از %d)",
                            all),
                    asked,
                    asked - different.size(),
                    different);
        }
    }

    private void area(Contest contest, int area, long seq, List<String> different) {
        String code = roll.definition().areas().get(area).code();
        String path = "/v1/contests/" + contest.contest() + "/areas/" + code;
        try {
            JsonObject result = reading.shown(path, seq, deadlineNanos);
            if (!sums.equal(contest, area, result)) {
                different.add(path + ": " + sums.figures(contest, area) + " expected, "
                        + Sums.figuresIn(result) + " shown, or areas below");
            }
        } catch (IOException e) {
            different.add(String.valueOf(e.getMessage()));
        }
    }

    /// Progress is published less often than results.
    ///
    /// @param seq up to where it must be shown
    private void progress(long seq) {
        int areas = roll.definition().areas().size();
        int equal = 0;
        String why = "";
        boolean late = false;
        while (equal != areas && !late) {
            late = System.nanoTime() > deadlineNanos;
            try {
                JsonObject shown = Waiting.on(reading.json("/v1/progress"));
                long shownSeq = shown.getLong("seq", -1L);
                equal = shownSeq >= seq ? sums.equalAreas(shown) : 0;
                why = shownSeq >= seq ? "" : "shown up to " + shownSeq + ", not " + seq;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (equal != areas && !late) {
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
            }
        }
        lines.add(
                "areas whose progress is right",
                "حوزه‌هایی با پیشرفت درست",
                areas,
                equal,
                why.isEmpty() ? List.of() : List.of(why));
    }
}
