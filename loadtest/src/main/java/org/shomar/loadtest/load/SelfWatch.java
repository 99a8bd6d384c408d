package org.shomar.loadtest.load;

import com.sun.management.OperatingSystemMXBean;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Health;
import org.shomar.loadtest.report.Words;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The generator looks at itself: was it late, did it pause, was it short of processor time?
/// What it finds decides what a run's figures are worth.
final class SelfWatch {
    /// One packet in a hundred may be taken up so late; later, the run is strained, or unfit.
    static final double BEHIND_P99_MILLIS_STRAINED = 2;

    static final double BEHIND_P99_MILLIS_UNFIT = 20;

    /// The latest of all packets.
    static final double BEHIND_MAX_MILLIS_STRAINED = 100;

    /// Of the time, in collections of garbage.
    static final double GC_FRACTION_STRAINED = 0.02;

    static final double GC_FRACTION_UNFIT = 0.10;

    /// Of one core, used by the busiest event loop. In the closed model a full loop means that
    /// there may be more in the server than was asked.
    static final double LOOP_FRACTION_STRAINED = 0.80;

    static final double LOOP_FRACTION_UNFIT = 0.95;

    private final List<Long> threads;
    private final Reading begin;

    /// @param loopNanos processor time of each event loop
    private record Reading(long nanos, long gcMillis, long cpuNanos, List<Long> loopNanos) {
        static Reading now(List<Long> threads) {
            long gc = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                    .sum();
            long cpu = ManagementFactory.getOperatingSystemMXBean()
                            instanceof OperatingSystemMXBean system
                    ? system.getProcessCpuTime()
                    : 0;
            return new Reading(
                    System.nanoTime(),
                    gc,
                    cpu,
                    threads.stream()
                            .map(ManagementFactory.getThreadMXBean()::getThreadCpuTime)
                            .toList());
        }
    }

    /// @param threads of the event loops that send and read
    SelfWatch(List<Long> threads) {
        this.threads = List.copyOf(threads);
        this.begin = Reading.now(this.threads);
    }

    /// @param behind how late packets were taken up, in microseconds
    /// @param notSent packets whose time had come and that were not sent
    /// @param closed whether the model is closed
    Health judge(Histogram behind, long notSent, boolean closed) {
        Reading end = Reading.now(threads);
        double wall = end.nanos() - begin.nanos();
        long gcMillis = end.gcMillis() - begin.gcMillis();
        double gc = TimeUnit.MILLISECONDS.toNanos(gcMillis) / wall;
        double loop = 0;
        for (int i = 0; i < threads.size(); i++) {
            loop = Math.max(loop, (end.loopNanos().get(i) - begin.loopNanos().get(i)) / wall);
        }
        double cpu = (end.cpuNanos() - begin.cpuNanos())
                / wall
                / Runtime.getRuntime().availableProcessors();
        double behindP99 = behind.getValueAtPercentile(99) / 1_000.0;
        double behindMax = behind.getMaxValue() / 1_000.0;
        boolean unfit = notSent > 0
                || behindP99 > BEHIND_P99_MILLIS_UNFIT
                || gc > GC_FRACTION_UNFIT
                || (!closed && loop > LOOP_FRACTION_UNFIT);
        boolean strained = behindP99 > BEHIND_P99_MILLIS_STRAINED
                || behindMax > BEHIND_MAX_MILLIS_STRAINED
                || gc > GC_FRACTION_STRAINED
                || loop > LOOP_FRACTION_STRAINED;
        return new Health(
                (long) behindMax,
                gcMillis,
                cpu,
                unfit
                        ? Health.Verdict.UNFIT
                        : strained ? Health.Verdict.STRAINED : Health.Verdict.SOUND,
                words(notSent, behindP99, behindMax, gc, loop));
    }

    private static Words words(
            long notSent, double behindP99, double behindMax, double gc, double loop) {
        return new Words(
                String.format(
                        Locale.ROOT,
                        "packets not sent in time to be answered %d; taken up late by p99 %.1f ms"
                                + " (strained over %.0f, unfit over %.0f), at most %.0f ms"
                                + " (strained over %.0f); garbage collection %.1f%% of the time"
                                + " (%.0f%%, %.0f%%); busiest event loop %.0f%% of a core"
                                + " (%.0f%%, %.0f%%)",
                        notSent,
                        behindP99,
                        BEHIND_P99_MILLIS_STRAINED,
                        BEHIND_P99_MILLIS_UNFIT,
                        behindMax,
                        BEHIND_MAX_MILLIS_STRAINED,
                        100 * gc,
                        100 * GC_FRACTION_STRAINED,
                        100 * GC_FRACTION_UNFIT,
                        100 * loop,
                        100 * LOOP_FRACTION_STRAINED,
                        100 * LOOP_FRACTION_UNFIT),
                String.format(
                        Locale.ROOT,
                        "بسته‌هایی که به‌موقع فرستاده نشد: %d؛ دیرکرد برداشتن، صدک ۹۹: %.1f میلی‌ثانیه"
                                + " (فشار بالای %.0f، نامعتبر بالای %.0f)، بیشینه %.0f میلی‌ثانیه؛ زباله‌روبی"
                                + " %.1f٪ زمان؛ پرکارترین حلقهٔ رویداد %.0f٪ یک هسته",
                        notSent,
                        behindP99,
                        BEHIND_P99_MILLIS_STRAINED,
                        BEHIND_P99_MILLIS_UNFIT,
                        behindMax,
                        100 * gc,
                        100 * loop));
    }
}
