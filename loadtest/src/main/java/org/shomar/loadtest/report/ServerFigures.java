package org.shomar.loadtest.report;

import java.util.List;

/// What the server says of itself at its operations port (`--ops`): what it is, and what it
/// did in the measured time and until the last answer came.
///
/// @param version         of the server
/// @param java            the version of its JVM
/// @param jvmFlags        given to its JVM
/// @param stored          packets stored meanwhile
/// @param cpuMicros       processor time of its process for each of them, collector and
///                        compilers included, PostgreSQL's processes not; [Second#NONE] when
///                        nothing was stored
/// @param frames          sent to readers meanwhile
/// @param frameCpuMicros  the same processor time, all of it, for each of those: where many read
///                        and little is sent, what a frame takes; [Second#NONE] without any
/// @param residentBytes   memory of the machine that its process had at the end, without
///                        PostgreSQL's
/// @param gcPauseMillis   pauses of its collector, all together
/// @param stages          of the way of a packet, in their order
public record ServerFigures(
        String version,
        String java,
        String jvmFlags,
        long stored,
        double cpuMicros,
        long frames,
        double frameCpuMicros,
        long residentBytes,
        double gcPauseMillis,
        List<Stage> stages) {
    public ServerFigures {
        stages = List.copyOf(stages);
    }

    /// A stage as the server measured it. Its histograms have few buckets, between whose bounds
    /// a percentile is interpolated, as Prometheus does.
    ///
    /// @param metric     as the server calls it
    /// @param count      what was measured
    /// @param p50Micros  [Second#NONE] when nothing was, as the others
    /// @param p99Micros  at most the last finite bound
    /// @param p999Micros the same
    public record Stage(
            String metric, long count, double p50Micros, double p99Micros, double p999Micros) {}
}
