package org.shomar.loadtest.load;

import io.vertx.core.json.JsonObject;

import org.shomar.loadtest.report.Audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks after a run whether acknowledged = stored = counted = shown = proved: compares what
/// the public plane says with what the generator sent and was answered. What the server does
/// not answer is a difference too.
final class Auditor {
    private static final long SHOWN_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final Roll roll;
    private final Work work;
    private final Survey before;
    private final Plane reading;
    private final long shownNanosMax;

    /// Of each pair, the packets that count and were stored, in their order; and those of
    /// which it is not known.
    private final List<List<Integer>> stored = new ArrayList<>();

    private final List<List<Integer>> inDoubt = new ArrayList<>();
    private final AuditLines lines = new AuditLines();

    /// What the audit found, and what the server holds now.
    ///
    /// @param after empty when the audit did not find out
    record Found(Audit audit, Optional<Survey> after) {}

    Auditor(Roll roll, Work work, Survey before, Plane reading) {
        this(roll, work, before, reading, SHOWN_NANOS_MAX);
    }

    /// @param shownNanosMax how long the server may take to show what it acknowledged
    Auditor(Roll roll, Work work, Survey before, Plane reading, long shownNanosMax) {
        this.roll = roll;
        this.work = work;
        this.before = before;
        this.reading = reading;
        this.shownNanosMax = shownNanosMax;
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

    Found run(List<Book> books, int readers, int readersBehind) {
        answers();
        sequences();
        receipts(books);
        Survey after = new ServerAudit(
                        roll, work, before, reading, lines, System.nanoTime() + shownNanosMax)
                .run(stored, inDoubt, lastSeqs());
        if (readers > 0) {
            lines.add(
                    "readers shown the last state",
                    "خوانندگانی که آخرین وضعیت را دیدند",
                    readers,
                    readers - readersBehind);
        }
        Audit audit = lines.audit();
        return new Found(audit, audit.ok() ? Optional.of(after) : Optional.empty());
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
        lines.add("packets answered", "بسته‌های پاسخ‌گرفته", sent, answered);
        lines.add(
                "answers that the contract promises",
                "پاسخ‌های درست بنا بر قرارداد",
                answered,
                right,
                work.journal().unexpected());
    }

    private void sequences() {
        BitSet seen = new BitSet();
        long expected = 0;
        for (List<Integer> packets : stored) {
            expected += packets.size();
            packets.forEach(n -> seen.set(work.journal().seq(n)));
        }
        seen.clear(0); // the first is 1
        lines.add(
                "acknowledged packets with a sequence of their own",
                "بسته‌های تأییدشده با شمارهٔ یکتا",
                expected,
                seen.cardinality());
        long repeats = 0;
        long same = 0;
        for (int n = 0; n < work.script().count(); n++) {
            if (work.script().kind(n) == Kind.DUPLICATE && work.journal().stored(n)) {
                int first = work.script().repeated(n);
                repeats++;
                same += work.journal().stored(first)
                                && work.journal().seq(first) == work.journal().seq(n)
                        ? 1
                        : 0;
            }
        }
        if (repeats > 0) {
            lines.add(
                    "repeats answered by the sequence of the first",
                    "تکرارهای پاسخ‌گرفته با شمارهٔ نخستین ثبت",
                    repeats,
                    same);
        }
    }

    private void receipts(List<Book> books) {
        lines.add(
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
        lines.add(
                "proved (inclusion path and signed checkpoint of some receipts, spread over the"
                        + " run)",
                "اثبات‌شده (مسیر شمول و نقطهٔ وارسی امضاشدهٔ شماری از رسیدها، در سراسر اجرا)",
                sample.size(),
                sample.size() - faults.size(),
                faults);
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
}
