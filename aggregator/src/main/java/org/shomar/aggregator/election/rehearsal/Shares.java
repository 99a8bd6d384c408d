package org.shomar.aggregator.election.rehearsal;

import java.util.stream.IntStream;

/// Divides a number in proportion to weights, exactly: by whole parts, then one more to
/// each of the largest remainders (the first of equal ones).
final class Shares {
    private Shares() {}

    /// @param total   0 or more, below 2^31
    /// @param weights not negative, their sum positive and below 2^31
    /// @return as many as weights, their sum is `total`
    static int[] of(int total, int[] weights) {
        long sum = IntStream.of(weights).asLongStream().sum();
        int[] shares = new int[weights.length];
        long[] remainders = new long[weights.length];
        int left = total;
        for (int i = 0; i < weights.length; i++) {
            long product = (long) total * weights[i];
            shares[i] = (int) (product / sum);
            remainders[i] = product % sum;
            left -= shares[i];
        }
        IntStream.range(0, weights.length)
                .boxed()
                .sorted((a, b) -> Long.compare(remainders[b], remainders[a]))
                .limit(left)
                .forEach(i -> shares[i]++);
        return shares;
    }
}
