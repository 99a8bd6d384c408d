package org.shomar.loadtest.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Where and when a run was made: the machine and the process of the generator. Of the
/// server it says nothing, unless that is on the same machine. Two runs are evidence
/// against each other only when these agree in all but the time, and in where their files
/// lie.
///
/// @param startedAt       of the run
/// @param commit          of the generator's clone, `+dirty` behind it when files were
///                        changed; else `unknown`
/// @param kernel          name and version of the operating system
/// @param cpu             the processor's own name
/// @param cores           that the process may use
/// @param memoryBytes     of the machine
/// @param jvm             the generator's, name and version
/// @param jvmFlags        given to the generator's process
/// @param fdatasyncMicros median of writing 8 KiB and syncing it in the run's folder
///                        (`--out`); the floor of one commit when the database is on that
///                        disk too
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

    /// Asks this machine. Takes about a second, for [#fdatasyncMicros]; do it before the load.
    ///
    /// @param runFolder on the disk in question; made when it is missing
    /// @throws IOException when the folder cannot be written
    public static Environment measure(Instant startedAt, Path runFolder) throws IOException {
        Reports.folder(runFolder);
        return new Environment(
                startedAt,
                Machine.commit(),
                Machine.kernel(),
                Machine.cpu(),
                Runtime.getRuntime().availableProcessors(),
                Machine.memoryBytes(),
                Machine.jvm(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                SyncProbe.medianMicros(runFolder));
    }
}
