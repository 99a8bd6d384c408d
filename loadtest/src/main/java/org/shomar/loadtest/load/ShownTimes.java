package org.shomar.loadtest.load;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Second;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long it took until readers were shown what was sent, over all pairs of a packet and a
/// reader who follows its contest.
///
/// A frame that shows many packets at once stands for all of them: some of them, evenly spread
/// and the first among them, are measured and weighed, so that the work does not grow with
/// packets times readers.
final class ShownTimes {
    private static final int SAMPLES_OF_A_FRAME = 8;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Histogram sinceStored = Book.histogram();
    private final Histogram sinceIntended = Book.histogram();
    private final List<Histogram> seconds = new ArrayList<>();

    private ShownTimes() {}

    /// @param logs        one for each event loop with readers
    /// @param warmUpNanos what was meant to be sent before is not measured
    static ShownTimes of(List<FrameLog> logs, Work work, Roll roll, long warmUpNanos) {
        Map<Integer, int[]> stored = stored(work, roll);
        ShownTimes times = new ShownTimes();
        logs.forEach(frames -> times.add(frames, stored, work, warmUpNanos));
        return times;
    }

    private void add(FrameLog frames, Map<Integer, int[]> stored, Work work, long warmUpNanos) {
        for (int frame = 0; frame < frames.count(); frame++) {
            int[] packets = stored.get(frames.contest(frame));
            if (packets == null) {
                continue;
            }
            int first = firstAfter(packets, work.journal(), frames.after(frame));
            int end = firstAfter(packets, work.journal(), frames.seq(frame));
            while (first < end && work.journal().intended(packets[first]) < warmUpNanos) {
                first++;
            }
            add(work.journal(), packets, first, end, frames.nanos(frame), warmUpNanos);
        }
    }

    /// Of each contest, its stored packets by their sequence.
    private static Map<Integer, int[]> stored(Work work, Roll roll) {
        Map<Integer, List<Integer>> lists = new HashMap<>();
        for (int n = 0; n < work.script().count(); n++) {
            if (work.script().kind(n).counts() && work.journal().stored(n)) {
                int contest = roll.pairs().get(work.script().pair(n)).contest().contest();
                lists.computeIfAbsent(contest, c -> new ArrayList<>()).add(n);
            }
        }
        Map<Integer, int[]> stored = new HashMap<>();
        lists.forEach((contest, list) -> {
            list.sort(Comparator.comparingInt(work.journal()::seq));
            stored.put(contest, list.stream().mapToInt(n -> n).toArray());
        });
        return stored;
    }

    private static int firstAfter(int[] packets, Journal journal, int seq) {
        int low = 0;
        int high = packets.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (journal.seq(packets[middle]) > seq) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void add(
            Journal journal, int[] packets, int from, int to, long nanos, long warmUpNanos) {
        int count = to - from;
        int samples = Math.min(count, SAMPLES_OF_A_FRAME);
        for (int i = 0; i < samples; i++) {
            int at = from + (int) ((long) count * i / samples);
            int end = from + (int) ((long) count * (i + 1) / samples);
            int n = packets[at];
            long stored = Book.micros(nanos - journal.answered(n));
            sinceStored.recordValueWithCount(stored, end - at);
            sinceIntended.recordValueWithCount(Book.micros(nanos - journal.intended(n)), end - at);
            second((int) ((nanos - warmUpNanos) / SECOND_NANOS))
                    .recordValueWithCount(stored, end - at);
        }
    }

    private Histogram second(int second) {
        while (seconds.size() <= second) {
            seconds.add(new Histogram(2));
        }
        return seconds.get(second);
    }

    Histogram sinceStored() {
        return sinceStored;
    }

    Histogram sinceIntended() {
        return sinceIntended;
    }

    /// Of what was shown in a second, since stored; [Second#NONE] when nothing was.
    long p99Micros(int second) {
        return second < seconds.size() && seconds.get(second).getTotalCount() > 0
                ? seconds.get(second).getValueAtPercentile(99)
                : Second.NONE;
    }
}
