package org.shomar.aggregator.packet;

import java.util.Arrays;

/// Votes in definition order, each 0..2^31-1; immutable.
public final class Counts {
    public static final Counts NONE = new Counts(new int[0]);

    private final int[] counts;

    private Counts(int[] counts) {
        this.counts = counts;
    }

    public static Counts of(int... counts) {
        return counts.length == 0 ? NONE : new Counts(counts.clone());
    }

    /// Takes the array as its own; nobody else may change it.
    static Counts owning(int[] counts) {
        return counts.length == 0 ? NONE : new Counts(counts);
    }

    public int size() {
        return counts.length;
    }

    public int get(int index) {
        return counts[index];
    }

    /// The sum; it cannot wrap, as at most 4,096 counts of 31 bits are added.
    public long sum() {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    public int[] toArray() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
