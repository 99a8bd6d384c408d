package org.shomar.loadtest.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.loadtest.report.Audit;
import org.shomar.loadtest.report.Words;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Asks after a run whether acknowledged = stored = counted = shown = proved: compares what
/// the public plane says with what the generator sent and was answered.
final class Auditor {
    private static final int SHOWN_SECONDS_MAX = 60;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int DIFFERENCES_NAMED_MAX = 3;

    private final Roll roll;
    private final Work work;
    private final Survey before;
    private final Plane reading;

    /// Of each pair, the packets that count and were stored, in their order; and those of
    /// which it is not known.
    private final List<List<Integer>> stored = new ArrayList<>();

    private final List<List<Integer>> inDoubt = new ArrayList<>();
    private final List<Audit.Line> lines = new ArrayList<>();

    /// What the audit found, and what the server holds now.
    ///
    /// @param after empty when the audit did not find out
    record Found(Audit audit, Optional<Survey> after) {}

    Auditor(Roll roll, Work work, Survey before, Plane reading) {
        this.roll = roll;
        this.work = work;
        this.before = before;
        this.reading = reading;
        for (int i = 0; i < roll.pairs().size(); i++) {
            stored.add(new ArrayList<>());
            inDoubt.add(new ArrayList<>());
        }
        for (int n = 0; n < work.script().count(); n++) {
            if (work.script().kind(n).counts() && work.journal().stored(n)) {
                stored.get(work.script().pair(n)).add(n);
            } else if (work.script().kind(n).counts() && isInDoubt(n)) {
                inDoubt.get(work.script().pair(n)).add(n);
            }
        }
    }

    /// Sent, for all that is known, and not answered.
    private boolean isInDoubt(int n) {
        return work.journal().status(n) == Journal.NOT_ANSWERED
                && work.journal().intended(n) != Long.MAX_VALUE;
    }

    /// The last sequence that was answered for each contest.
    Map<Integer, Long> lastSeqs() {
        Map<Integer, Long> last = new HashMap<>();
        for (Pair pair : roll.pairs()) {
            for (int n : stored.get(pair.index())) {
                last.merge(pair.contest().contest(), (long) work.journal().seq(n), Math::max);
            }
        }
        return last;
    }

    Found run(List<Book> books, int readers, int readersBehind) throws IOException {
        answers();
        sequences();
        receipts(books);
        Optional<Survey> after = server();
        if (readers > 0) {
            line(
                    "readers shown the last state",
                    "خوانندگانی که آخرین وضعیت را دیدند",
                    readers,
                    readers - readersBehind);
        }
        Audit audit = new Audit(lines);
        return new Found(audit, audit.ok() ? after : Optional.empty());
    }

    private void line(String en, String fa, long expected, long seen) {
        line(en, fa, Long.toString(expected), Long.toString(seen), expected == seen);
    }

    private void line(String en, String fa, String expected, String seen, boolean ok) {
        lines.add(new Audit.Line(new Words(en, fa), expected, seen, ok));
    }

    private void answers() {
        long sent = 0;
        long answered = 0;
        long right = 0;
        for (int n = 0; n < work.script().count(); n++) {
            int status = work.journal().status(n);
            boolean counted =
                    status != Journal.WITHHELD && work.journal().intended(n) != Long.MAX_VALUE;
            if (counted) {
                boolean refused = status == 503 || status == 429 || status == 408;
                sent++;
                answered += status == Journal.NOT_ANSWERED ? 0 : 1;
                right += refused || work.script().kind(n).isRight(status) ? 1 : 0;
            }
        }
        line("packets answered", "بسته‌های پاسخ‌گرفته", sent, answered);
        List<String> wrong = work.journal().unexpected();
        line(
                "answers that the contract promises",
                "پاسخ‌های درست بنا بر قرارداد",
                Long.toString(answered),
                right + named(wrong),
                answered == right);
    }

    /// The first few, to stand behind a number.
    private static String named(List<String> differences) {
        return differences.stream()
                .limit(DIFFERENCES_NAMED_MAX)
                .map(difference -> "; " + difference)
                .collect(Collectors.joining());
    }

    private void sequences() {
        BitSet seen = new BitSet();
        long expected = 0;
        for (List<Integer> packets : stored) {
            expected += packets.size();
            packets.forEach(n -> seen.set(work.journal().seq(n)));
        }
        line(
                "acknowledged packets with a sequence of their own",
                "بسته‌های تأییدشده با شمارهٔ یکتا",
                expected,
                seen.cardinality());
    }

    private void receipts(List<Book> books) {
        line(
                "acknowledgements with a receipt of their entry",
                "تأییدها با رسید همان ثبت",
                books.stream()
                        .mapToLong(book -> book.stored() + book.repeated())
                        .sum(),
                books.stream().mapToLong(Book::receiptsRight).sum());
        List<ReceiptSample.Kept> sample =
                books.stream().map(Book::receipts).flatMap(Collection::stream).toList();
        List<String> faults = new ArrayList<>();
        try {
            ReceiptCheck check = new ReceiptCheck(logKey());
            for (ReceiptSample.Kept kept : sample) {
                byte[] message = work.stock().message(kept.packet());
                check.fault(kept.text(), message, kept.seq())
                        .ifPresent(fault -> faults.add("seq " + kept.seq() + ": " + fault));
            }
        } catch (IOException | IllegalArgumentException e) {
            sample.forEach(kept -> faults.add(String.valueOf(e.getMessage())));
        }
        line(
                "proved (inclusion path and signed checkpoint of some receipts, spread over the"
                        + " run)",
                "اثبات‌شده (مسیر شمول و نقطهٔ وارسی امضاشدهٔ شماری از رسیدها، در سراسر اجرا)",
                Integer.toString(sample.size()),
                (sample.size() - faults.size()) + named(faults),
                faults.isEmpty());
    }

    private LogKey logKey() throws IOException {
        JsonObject election = Waiting.on(reading.json("/v1/election"));
        LogKey key = LogKey.parse(election.getString("logKey", ""));
        String origin = "shomar/" + roll.definition().election();
        if (!key.name().equals(origin)) {
            throw new IOException("the log is " + key.name() + ", not " + origin);
        }
        return key;
    }

    /// Stored, counted and shown, as the server says.
    private Optional<Survey> server() throws IOException {
        Map<Integer, Long> lastSeqs = lastSeqs();
        Map<Integer, List<Pair>> pairsOf = new HashMap<>();
        for (Pair pair : roll.pairs()) {
            pairsOf.computeIfAbsent(pair.contest().contest(), c -> new ArrayList<>())
                    .add(pair);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS_MAX);
        Sums sums = new Sums(roll.definition());
        Pair.Standing[] now = before.standing().toArray(Pair.Standing[]::new);
        Map<Integer, Long> contestSeqs = new HashMap<>();
        long acknowledged = 0;
        long doubtful = 0;
        long entries = 0;
        int counted = 0;
        List<String> different = new ArrayList<>();
        for (Contest contest : roll.definition().contests()) {
            List<Pair> pairs = pairsOf.getOrDefault(contest.contest(), List.of());
            JsonObject result = reading.shown(
                    contest.contest(), lastSeqs.getOrDefault(contest.contest(), 0L), deadline);
            JsonObject rows =
                    Waiting.on(reading.json("/v1/contests/" + contest.contest() + "/branches"));
            for (Pair pair : pairs) {
                acknowledged += stored.get(pair.index()).size();
                doubtful += inDoubt.get(pair.index()).size();
            }
            counted += settle(pairs, rows.getJsonArray("branches"), now, sums);
            long contestSeq = result.getLong("contestSeq");
            contestSeqs.put(contest.contest(), contestSeq);
            entries += contestSeq - before.contestSeqs().getOrDefault(contest.contest(), 0L);
            if (!sums.equal(contest, result)) {
                different.add("contest " + contest.contest() + ": "
                        + sums.figures(contest, contest.area()) + " expected, "
                        + Sums.figuresIn(result) + " shown");
            }
        }
        say(acknowledged, doubtful, entries, counted, different);
        progress(sums);
        return Optional.of(new Survey(Arrays.asList(now), contestSeqs));
    }

    private void say(
            long acknowledged, long doubtful, long entries, int counted, List<String> different) {
        line(
                "acknowledged = stored (entries of all contests)",
                "تأییدشده = ذخیره‌شده (ثبت‌های همهٔ رقابت‌ها)",
                acknowledged + (doubtful == 0 ? "" : " to " + (acknowledged + doubtful)),
                Long.toString(entries),
                entries >= acknowledged && entries <= acknowledged + doubtful);
        line(
                "stored = counted (latest packet of each branch and contest)",
                "ذخیره‌شده = شمرده‌شده (آخرین بستهٔ هر شعبه در هر رقابت)",
                roll.pairs().size(),
                counted);
        int contests = roll.definition().contests().size();
        line(
                "counted = shown (contests whose totals are right)",
                "شمرده‌شده = نمایش‌داده‌شده (رقابت‌هایی با جمع درست)",
                Integer.toString(contests),
                contests - different.size() + named(different),
                different.isEmpty());
    }

    /// Finds out what each pair holds now.
    ///
    /// @return how many rows are as they should be
    private int settle(List<Pair> pairs, JsonArray rows, Pair.Standing[] now, Sums sums) {
        Map<Integer, JsonObject> byBranch = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byBranch.put(rows.getJsonObject(i).getInteger("branch"), rows.getJsonObject(i));
        }
        int right = 0;
        for (Pair pair : pairs) {
            JsonObject row = byBranch.getOrDefault(pair.branch().branch(), new JsonObject());
            now[pair.index()] = standing(pair, row.getString("packet", ""));
            SignedPacket latest = now[pair.index()].latest();
            if (latest == null) {
                right += "none".equals(row.getString("state")) ? 1 : 0;
                continue;
            }
            sums.add(pair, latest.packet());
            boolean same = "counted".equals(row.getString("state"))
                    && latest.id().toString().equals(row.getString("packet"))
                    && latest.packet().revision() == row.getInteger("revision");
            right += same ? 1 : 0;
        }
        return right;
    }

    /// The last packet that was acknowledged, or one that was in doubt and is there.
    private Pair.Standing standing(Pair pair, String shownId) {
        List<Integer> acknowledged = stored.get(pair.index());
        for (int n : inDoubt.get(pair.index())) {
            SignedPacket packet = Pair.read(work.stock().message(n));
            boolean later = acknowledged.isEmpty() || n > acknowledged.getLast();
            if (later && packet.id().toString().equals(shownId)) {
                return new Pair.Standing(packet);
            }
        }
        return acknowledged.isEmpty()
                ? before.standing().get(pair.index())
                : new Pair.Standing(Pair.read(work.stock().message(acknowledged.getLast())));
    }

    /// Progress is published less often than results.
    private void progress(Sums sums) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS_MAX);
        while (true) {
            JsonObject shown = Waiting.on(reading.json("/v1/progress"));
            int equal = sums.equalAreas(shown);
            int areas = shown.getJsonArray("areas").size();
            if (equal == areas || System.nanoTime() > deadline) {
                line("areas whose progress is right", "حوزه‌هایی با پیشرفت درست", areas, equal);
                return;
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
    }
}
