package org.shomar.loadtest.load;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What became of each packet. Each packet is written by the one lane that sends it, and read
/// when the lanes have ended.
final class Journal {
    static final int NOT_ANSWERED = 0;

    /// Never sent: there was nothing stored to repeat.
    static final int WITHHELD = -1;

    private static final int UNEXPECTED_KEPT_MAX = 20;

    private final long[] intended;
    private final long[] answered;
    private final int[] seqs;
    private final short[] statuses;
    private final List<String> unexpected = new CopyOnWriteArrayList<>();

    /// @param intended nanoseconds from the start until each packet is meant to be sent
    Journal(long[] intended) {
        this.intended = intended;
        this.answered = new long[intended.length];
        this.seqs = new int[intended.length];
        this.statuses = new short[intended.length];
    }

    /// A journal of the closed model, where a packet is meant to be sent when it is.
    static Journal closed(int count) {
        long[] never = new long[count];
        Arrays.fill(never, Long.MAX_VALUE);
        return new Journal(never);
    }

    int count() {
        return intended.length;
    }

    /// Nanoseconds since the start.
    long intended(int n) {
        return intended[n];
    }

    void intend(int n, long nanos) {
        intended[n] = nanos;
    }

    /// @param seq 0 when it was not stored
    void answer(int n, int status, long seq, long nanos) {
        statuses[n] = (short) status;
        seqs[n] = Math.toIntExact(seq);
        answered[n] = nanos;
    }

    void unexpected(String text) {
        if (unexpected.size() < UNEXPECTED_KEPT_MAX) {
            unexpected.add(text);
        }
    }

    /// Some of the answers that were not right.
    List<String> unexpected() {
        return unexpected;
    }

    /// The final status, [#NOT_ANSWERED] or [#WITHHELD].
    int status(int n) {
        return statuses[n];
    }

    boolean stored(int n) {
        return statuses[n] == 200 || statuses[n] == 201;
    }

    int seq(int n) {
        return seqs[n];
    }

    /// When the final answer came, nanoseconds since the start.
    long answered(int n) {
        return answered[n];
    }
}
