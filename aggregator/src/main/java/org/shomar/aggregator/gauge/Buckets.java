package org.shomar.aggregator.gauge;

import java.util.Arrays;

/// The upper bounds of a histogram's buckets, fit for what is measured: percentiles are
/// computed by Prometheus, over all nodes, and never here.
enum Buckets {
    /// No histogram.
    NONE(1),

    /// What the processor does with one message. Unit: seconds.
    WORK(1e6, 20, 50, 100, 200, 500, 1_000, 2_500, 5_000, 10_000, 50_000),

    /// What waits for a disk or another process. Unit: seconds.
    STEP(1e3, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000),

    /// What a branch or a reader waits for: dense around the aims (10 and 30 ms to stored, a
    /// tick of 100 ms and 20 more to shown), where a percentile between two far bounds would
    /// be a guess. Unit: seconds.
    WAY(1e3, 1, 2, 5, 10, 25, 30, 50, 100, 120, 150, 250, 500, 1_000, 2_500, 5_000, 15_000),

    /// What a reader waits for over HTTP: few, as there are many such histograms. Unit:
    /// seconds.
    ANSWER(1e3, 1, 5, 25, 100, 250, 1_000, 5_000, 15_000),

    /// How late a timer comes. Unit: seconds.
    LATE(1e3, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500),

    /// Numbers of entries.
    ENTRIES(1, 1, 4, 16, 64, 128, 256, 512, 1_024, 4_096);

    private final double perUnit;
    private final double[] bounds;

    Buckets(double perUnit, double... bounds) {
        this.perUnit = perUnit;
        this.bounds = bounds;
    }

    /// In seconds, or in entries.
    double[] bounds() {
        return Arrays.stream(bounds).map(bound -> bound / perUnit).toArray();
    }
}
