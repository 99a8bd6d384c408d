package org.shomar.loadtest.report;

import java.time.Instant;
import java.util.List;

/// Where and when a run was made. Two runs are evidence against each other only when these
/// agree in all but the time.
///
/// @param startedAt       of the run
/// @param commit          of the clone that ran, `+dirty` behind it when files were changed;
///                        else `unknown`
/// @param kernel          name and version of the operating system
/// @param cpu             the processor's own name
/// @param cores           that the process may use
/// @param memoryBytes     of the machine
/// @param jvm             name and version
/// @param jvmFlags        given to this process
/// @param fdatasyncMicros median of writing 8 KiB and syncing it in the run's folder; the
///                        floor of one commit there
public record Environment(
        Instant startedAt,
        String commit,
        String kernel,
        String cpu,
        int cores,
        long memoryBytes,
        String jvm,
        List<String> jvmFlags,
        double fdatasyncMicros) {
    public Environment {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
