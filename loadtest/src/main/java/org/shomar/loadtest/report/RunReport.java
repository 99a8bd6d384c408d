package org.shomar.loadtest.report;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// All that one run showed. The outputs are made from this alone.
///
/// @param server     what the server says of itself; null when it was not asked
/// @param seconds    from the first in which something was asked to the last answer, in order
/// @param thresholds in the order in which they were asked for; empty when none was
public record RunReport(
        Environment environment,
        Plan plan,
        List<Second> seconds,
        Latencies latencies,
        Counts counts,
        Readers readers,
        Health health,
        @Nullable ServerFigures server,
        Audit audit,
        List<ThresholdResult> thresholds) {
    public RunReport {
        seconds = List.copyOf(seconds);
        thresholds = List.copyOf(thresholds);
    }

    /// The same, with demands made of it.
    public RunReport with(List<ThresholdResult> demanded) {
        return new RunReport(
                environment,
                plan,
                seconds,
                latencies,
                counts,
                readers,
                health,
                server,
                audit,
                demanded);
    }

    /// What a run is worth, worst last.
    public enum Verdict {
        /// No threshold was missed, no reader who kept up was dropped, the audit found no
        /// difference, and the generator was sound, or strained at most.
        PASSED,
        /// A threshold was missed, a reader was dropped, or the audit found a difference.
        FAILED,
        /// The generator could not do what was asked, so the figures say nothing of the
        /// server.
        UNFIT
    }

    /// A difference in the audit fails a run even when the generator was unfit; a threshold or
    /// a reader's connection may be lost by the generator itself.
    public Verdict verdict() {
        if (!audit.ok()) {
            return Verdict.FAILED;
        }
        if (health.verdict() == Health.Verdict.UNFIT) {
            return Verdict.UNFIT;
        }
        return readers.stayed() && thresholds.stream().allMatch(ThresholdResult::met)
                ? Verdict.PASSED
                : Verdict.FAILED;
    }

    /// Packets meant to be sent a second, over the seconds in which any was; 0 without any.
    public double askedPerSecond() {
        return perAskedSecond(seconds.stream().mapToLong(Second::asked).sum());
    }

    /// Packets acknowledged a second in those same seconds. What was answered only after the
    /// last was asked does not count, so a backlog shows as a lower rate.
    public double servedPerSecond() {
        return perAskedSecond(asking().stream().mapToLong(Second::acked).sum());
    }

    /// Up to the last second in which something was asked; the wait for the last answers is
    /// not among them.
    int measuredSeconds() {
        return asking().size();
    }

    private double perAskedSecond(long packets) {
        int length = measuredSeconds();
        return length == 0 ? 0 : (double) packets / length;
    }

    /// The seconds up to the last in which something was asked.
    private List<Second> asking() {
        int end = seconds.size();
        while (end > 0 && seconds.get(end - 1).asked() == 0) {
            end--;
        }
        return seconds.subList(0, end);
    }
}
