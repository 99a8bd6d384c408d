package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A histogram as an `.hgrm` file: HdrHistogram's percentile distribution in milliseconds,
/// which its plotters read.
final class PercentileFile {
    /// What HdrHistogram's own tools use.
    static final int TICKS_PER_HALF_DISTANCE = 5;

    static final double MICROS_PER_MILLI = 1_000;

    private PercentileFile() {}

    static byte[] write(Histogram micros) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            micros.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, MICROS_PER_MILLI);
        }
        return bytes.toByteArray();
    }
}
