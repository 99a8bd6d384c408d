package org.shomar.loadtest.load;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Counts;
import org.shomar.loadtest.report.Second;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// What one lane has measured, second by second and in all. Times are nanoseconds since the
/// start; what happens in the warm-up is counted, but not measured. For one event loop.
final class Book {
    static final long LATENCY_MICROS_MAX = TimeUnit.HOURS.toMicros(1);

    /// No moment of a run; some of the closed model are before its start.
    static final long NEVER = Long.MIN_VALUE;

    private static final int DIGITS = 3;
    private static final int DIGITS_OF_A_SECOND = 2;
    private static final double MILLI_NANOS = 1e6;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long warmUpNanos;
    private final List<Slice> slices = new ArrayList<>();
    private final Histogram ack = histogram();
    private final Histogram service = histogram();
    private final Histogram behind = histogram();
    private final Map<Refusal, Long> refused = new HashMap<>();
    private long sent;
    private long stored;
    private long repeated;
    private long errors;
    private long stale;
    private long resends;
    private long receiptsRight;
    private long lastTakenUpNanos = NEVER;
    private final ReceiptSample receipts = new ReceiptSample();

    private record Refusal(int status, String code) {}

    /// One second.
    private static final class Slice {
        private final Histogram ack = new Histogram(DIGITS_OF_A_SECOND);
        private long asked;
        private long sent;
        private long acked;
        private long refused;
        private long errors;
        private long behindNanosMax;
    }

    Book(long warmUpNanos) {
        this.warmUpNanos = warmUpNanos;
    }

    static Histogram histogram() {
        return new Histogram(LATENCY_MICROS_MAX, DIGITS);
    }

    /// A packet became due, and was taken up at `nowNanos`.
    void due(long intendedNanos, long nowNanos) {
        lastTakenUpNanos = nowNanos;
        if (intendedNanos >= warmUpNanos) {
            Slice slice = slice(intendedNanos);
            slice.asked++;
            slice.behindNanosMax = Math.max(slice.behindNanosMax, nowNanos - intendedNanos);
            behind.recordValue(micros(nowNanos - intendedNanos));
        }
    }

    void sent(long nowNanos, int count) {
        sent += count;
        if (nowNanos >= warmUpNanos) {
            slice(nowNanos).sent += count;
        }
    }

    /// Answered by 200 or 201.
    void acked(boolean first, long intendedNanos, long sentNanos, long nowNanos) {
        stored += first ? 1 : 0;
        repeated += first ? 0 : 1;
        if (intendedNanos >= warmUpNanos) {
            ack.recordValue(micros(nowNanos - intendedNanos));
            service.recordValue(micros(nowNanos - sentNanos));
            Slice slice = slice(nowNanos);
            slice.acked++;
            slice.ack.recordValue(micros(nowNanos - intendedNanos));
        }
    }

    /// So many packets, by one answer.
    void refused(int status, String code, int count, long nowNanos) {
        refused.merge(new Refusal(status, code), (long) count, Long::sum);
        if (nowNanos >= warmUpNanos) {
            slice(nowNanos).refused += count;
        }
    }

    /// A request got no answer.
    ///
    /// @param staleConnection it was lost with a connection that the server was closing,
    ///                        and sent again at once
    void lost(long nowNanos, boolean staleConnection) {
        errors++;
        stale += staleConnection ? 1 : 0;
        if (nowNanos >= warmUpNanos) {
            slice(nowNanos).errors++;
        }
    }

    void resent(int count) {
        resends += count;
    }

    /// Takes the receipt of a packet that was acknowledged.
    void receipt(int n, Reply reply) {
        boolean right =
                reply.receiptIndex() != AnswerScan.NONE && reply.receiptIndex() == reply.seq() - 1;
        receiptsRight += right ? 1 : 0;
        receipts.offer(n, reply);
    }

    private Slice slice(long nanos) {
        int second = (int) ((nanos - warmUpNanos) / SECOND_NANOS);
        while (slices.size() <= second) {
            slices.add(new Slice());
        }
        return slices.get(second);
    }

    /// [#NEVER] when nothing was.
    long lastTakenUpNanos() {
        return lastTakenUpNanos;
    }

    static long micros(long nanos) {
        return Math.clamp(nanos / 1_000, 0, LATENCY_MICROS_MAX);
    }

    int seconds() {
        return slices.size();
    }

    /// So far, those of the warm-up among them.
    Counts counts() {
        return new Counts(sent, stored, repeated, refused(), errors, stale, resends);
    }

    long stored() {
        return stored;
    }

    long repeated() {
        return repeated;
    }

    /// Acknowledgements with a receipt that names the place of their entry.
    long receiptsRight() {
        return receiptsRight;
    }

    /// Some of all receipts.
    List<ReceiptSample.Kept> receipts() {
        return receipts.kept();
    }

    /// By status and code, such as `503 overloaded`.
    SortedMap<String, Long> refused() {
        SortedMap<String, Long> byText = new TreeMap<>();
        refused.forEach((each, count) -> byText.put(each.status() + " " + each.code(), count));
        return byText;
    }

    Histogram ack() {
        return ack;
    }

    Histogram service() {
        return service;
    }

    /// How late packets were taken up, in microseconds.
    Histogram behind() {
        return behind;
    }

    /// One second over several books.
    ///
    /// @param shownP99Micros or [Second#NONE]
    static Second second(List<Book> books, int second, long shownP99Micros) {
        Slice sum = new Slice();
        for (Book book : books) {
            if (second < book.slices.size()) {
                Slice slice = book.slices.get(second);
                sum.ack.add(slice.ack);
                sum.asked += slice.asked;
                sum.sent += slice.sent;
                sum.acked += slice.acked;
                sum.refused += slice.refused;
                sum.errors += slice.errors;
                sum.behindNanosMax = Math.max(sum.behindNanosMax, slice.behindNanosMax);
            }
        }
        boolean none = sum.ack.getTotalCount() == 0;
        return new Second(
                second,
                sum.asked,
                sum.sent,
                sum.acked,
                sum.refused,
                sum.errors,
                none ? Second.NONE : sum.ack.getValueAtPercentile(50),
                none ? Second.NONE : sum.ack.getValueAtPercentile(99),
                none ? Second.NONE : sum.ack.getMaxValue(),
                shownP99Micros,
                Math.round(sum.behindNanosMax / MILLI_NANOS));
    }
}
