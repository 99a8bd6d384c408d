package org.shomar.loadtest.load;

import com.sun.management.OperatingSystemMXBean;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Health;
import org.shomar.loadtest.report.Words;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /// Of one core, used by the busiest event loop. In the closed model a full loop that sends
    /// means that there may be more in the server than was asked; one that reads for readers
    /// makes the `shown` times itself, in either model.
    static final double LOOP_FRACTION_STRAINED = 0.80;

    static final double LOOP_FRACTION_UNFIT = 0.95;

    private static final double MICROS_PER_MILLI = 1_000;

    /// What to do about an unfit generator that had packets.
    private static final Words ADVICE = new Words(
            ". Ask for a lower rate, end what else runs here, or give the generator a machine of"
                    + " its own",
            ". نرخ کمتری بخواهید، کارهای دیگر این ماشین را پایان دهید، یا مولد بار را روی ماشینی"
                    + " جدا اجرا کنید");

    private final List<Long> senders;
    private final List<Long> readers;
    private final Reading begin;

    /// @param sendNanos processor time of each event loop that sends
    /// @param readNanos and of each that reads for readers
    private record Reading(
            long nanos, long gcMillis, long cpuNanos, List<Long> sendNanos, List<Long> readNanos) {
        static Reading now(List<Long> senders, List<Long> readers) {
            long gc = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                    .sum();
            long cpu = ManagementFactory.getOperatingSystemMXBean()
                            instanceof OperatingSystemMXBean system
                    ? system.getProcessCpuTime()
                    : 0;
            return new Reading(
                    System.nanoTime(), gc, cpu, processorNanos(senders), processorNanos(readers));
        }

        private static List<Long> processorNanos(List<Long> threads) {
            return threads.stream()
                    .map(ManagementFactory.getThreadMXBean()::getThreadCpuTime)
                    .toList();
        }
    }

    /// How the lanes fared.
    ///
    /// @param behind   how late packets of the measured time were taken up, in microseconds
    /// @param notSent  packets whose time had come and that were not sent
    /// @param closed   whether the model is closed
    /// @param shortage of packets
    record Sending(Histogram behind, long notSent, boolean closed, Optional<Shortage> shortage) {}

    /// How busy the generator was.
    ///
    /// @param gcMillis in collections of garbage
    /// @param gc       the same, of the time, 0 to 1
    /// @param cpu      of all cores, 0 to 1
    /// @param sendLoop of a core, the busiest event loop that sends, 0 to 1
    /// @param readLoop the busiest that reads for readers; 0 without readers
    record Effort(long gcMillis, double gc, double cpu, double sendLoop, double readLoop) {}

    /// @param senders threads of the event loops that send
    /// @param readers threads of those that read for readers
    SelfWatch(List<Long> senders, List<Long> readers) {
        this.senders = List.copyOf(senders);
        this.readers = List.copyOf(readers);
        this.begin = Reading.now(this.senders, this.readers);
    }

    Health judge(Sending sending) {
        Reading end = Reading.now(senders, readers);
        double wall = end.nanos() - begin.nanos();
        long gcMillis = end.gcMillis() - begin.gcMillis();
        Effort effort = new Effort(
                gcMillis,
                TimeUnit.MILLISECONDS.toNanos(gcMillis) / wall,
                (end.cpuNanos() - begin.cpuNanos())
                        / wall
                        / Runtime.getRuntime().availableProcessors(),
                busiest(begin.sendNanos(), end.sendNanos()) / wall,
                busiest(begin.readNanos(), end.readNanos()) / wall);
        return judge(sending, effort);
    }

    private static long busiest(List<Long> begin, List<Long> end) {
        long most = 0;
        for (int i = 0; i < begin.size(); i++) {
            most = Math.max(most, end.get(i) - begin.get(i));
        }
        return most;
    }

    static Health judge(Sending sending, Effort effort) {
        double behindP99 = sending.behind().getValueAtPercentile(99) / MICROS_PER_MILLI;
        double behindMax = sending.behind().getMaxValue() / MICROS_PER_MILLI;
        boolean unfit = sending.notSent() > 0
                || sending.behind().getTotalCount() == 0
                || sending.shortage().map(Shortage::leavesTooLittle).orElse(false)
                || behindP99 > BEHIND_P99_MILLIS_UNFIT
                || effort.gc() > GC_FRACTION_UNFIT
                || (!sending.closed() && effort.sendLoop() > LOOP_FRACTION_UNFIT)
                || effort.readLoop() > LOOP_FRACTION_UNFIT;
        boolean strained = sending.shortage().isPresent()
                || behindP99 > BEHIND_P99_MILLIS_STRAINED
                || behindMax > BEHIND_MAX_MILLIS_STRAINED
                || effort.gc() > GC_FRACTION_STRAINED
                || effort.sendLoop() > LOOP_FRACTION_STRAINED
                || effort.readLoop() > LOOP_FRACTION_STRAINED;
        Words found = words(sending.notSent(), behindP99, behindMax, effort);
        Words first = first(sending);
        return new Health(
                Math.round(behindMax),
                effort.gcMillis(),
                effort.cpu(),
                unfit
                        ? Health.Verdict.UNFIT
                        : strained ? Health.Verdict.STRAINED : Health.Verdict.SOUND,
                advised(unfit && sending.shortage().isEmpty(), first, found));
    }

    private static Words advised(boolean unfit, Words first, Words found) {
        Words advice = unfit ? ADVICE : Words.same("");
        return new Words(
                first.en() + found.en() + advice.en(), first.fa() + found.fa() + advice.fa());
    }

    /// Why there is little or nothing to judge.
    private static Words first(Sending sending) {
        if (sending.shortage().isPresent()) {
            Words words = sending.shortage().get().words();
            return new Words(words.en() + "; ", words.fa() + "؛ ");
        }
        return sending.behind().getTotalCount() > 0
                ? Words.same("")
                : new Words(
                        "nothing was asked in the measured time; ",
                        "در زمان اندازه‌گیری چیزی خواسته نشد؛ ");
    }

    private static Words words(long notSent, double behindP99, double behindMax, Effort effort) {
        return new Words(
                String.format(
                        Locale.ROOT,
                        "packets not sent in time to be answered %d; taken up late by p99 %.1f ms"
                                + " (strained over %.0f, unfit over %.0f), at most %.0f ms"
                                + " (strained over %.0f); garbage collection %.1f%% of the time"
                                + " (%.0f%%, %.0f%%); busiest event loop that sends %.0f%% of a"
                                + " core, that reads for readers %.0f%% (%.0f%%, %.0f%%)",
                        notSent,
                        behindP99,
                        BEHIND_P99_MILLIS_STRAINED,
                        BEHIND_P99_MILLIS_UNFIT,
                        behindMax,
                        BEHIND_MAX_MILLIS_STRAINED,
                        100 * effort.gc(),
                        100 * GC_FRACTION_STRAINED,
                        100 * GC_FRACTION_UNFIT,
                        100 * effort.sendLoop(),
                        100 * effort.readLoop(),
                        100 * LOOP_FRACTION_STRAINED,
                        100 * LOOP_FRACTION_UNFIT),
                String.format(
                        Words.PERSIAN,
                        "بسته‌هایی که به‌موقع فرستاده نشد: %d؛ دیرکرد برداشتن، صدک ۹۹: %.1f میلی‌ثانیه"
                                + " (فشار بالای %.0f، نامعتبر بالای %.0f)، بیشینه %.0f میلی‌ثانیه؛ زباله‌روبی"
                                + " %.1f٪ زمان؛ پرکارترین حلقهٔ رویداد برای ارسال %.0f٪ یک هسته، برای"
                                + " خوانندگان %.0f٪",
                        notSent,
                        behindP99,
                        BEHIND_P99_MILLIS_STRAINED,
                        BEHIND_P99_MILLIS_UNFIT,
                        behindMax,
                        100 * effort.gc(),
                        100 * effort.sendLoop(),
                        100 * effort.readLoop()));
    }
}
