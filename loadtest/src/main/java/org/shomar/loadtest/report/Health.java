package org.shomar.loadtest.report;

/// Whether the generator itself could do what it was asked to do.
///
/// @param behindMillisMax how late a send was at most
/// @param gcMillis        spent in its garbage collections
/// @param cpuFraction     of all cores of the machine, used by the generator's process, 0 to 1
/// @param reason          why the verdict is what it is
public record Health(
        long behindMillisMax, long gcMillis, double cpuFraction, Verdict verdict, Words reason) {
    public enum Verdict {
        /// The figures tell of the server.
        SOUND,
        /// They may be worse than the server is.
        STRAINED,
        /// They tell of the generator, so the run is worth nothing.
        UNFIT
    }
}
