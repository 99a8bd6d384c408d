package org.shomar.loadtest.load;

import java.util.Arrays;

/// Which frame carried a contest from which sequence to which, and when: written
/// while the run goes on, for a few nanoseconds a frame, and read when it is over. For one
/// event loop.
final class FrameLog {
    /// Over all logs of a run; further frames are counted, and not measured.
    static final int KEPT_MAX = 16_000_000;

    private static final int FIRST = 1 << 16;

    private final int keptMax;
    private long[] nanos = new long[FIRST];
    private int[] contests = new int[FIRST];
    private int[] from = new int[FIRST];
    private int[] to = new int[FIRST];
    private int count;
    private long notKept;

    /// @param keptMax frames
    FrameLog(int keptMax) {
        this.keptMax = keptMax;
    }

    /// @param after sequence that the reader had; the frame shows what came after it
    void add(int contest, long after, long seq, long arrivedNanos) {
        if (count == keptMax) {
            notKept++;
            return;
        }
        if (count == nanos.length) {
            int length = Math.min(keptMax, 2 * count);
            nanos = Arrays.copyOf(nanos, length);
            contests = Arrays.copyOf(contests, length);
            from = Arrays.copyOf(from, length);
            to = Arrays.copyOf(to, length);
        }
        nanos[count] = arrivedNanos;
        contests[count] = contest;
        from[count] = Math.toIntExact(after);
        to[count++] = Math.toIntExact(seq);
    }

    int count() {
        return count;
    }

    long notKept() {
        return notKept;
    }

    long nanos(int frame) {
        return nanos[frame];
    }

    int contest(int frame) {
        return contests[frame];
    }

    int after(int frame) {
        return from[frame];
    }

    int seq(int frame) {
        return to[frame];
    }
}
