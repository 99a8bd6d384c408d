package org.shomar.loadtest.report;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// One figure of two runs, and whether it changed.
///
/// @param noise the ratio up to which, in either direction, a difference is called chance;
///              0 for a figure that is shown but not judged
record ComparedFigure(String name, Unit unit, double a, double b, double noise, Change change) {
    /// Chosen, not measured: the rarer the packets behind a figure, the wider its bound. Two
    /// runs of one commit show whether a machine is quiet enough for them.
    static final double RATE_NOISE_RATIO = 1.05;

    static final double P50_NOISE_RATIO = 1.10;
    static final double P99_NOISE_RATIO = 1.20;
    static final double P999_NOISE_RATIO = 1.50;
    static final double CPU_NOISE_RATIO = 1.10;

    /// Below this a difference of two latencies is the scheduler's.
    static final double LATENCY_NOISE_MICROS = 100;

    /// A share of refused or failed packets may differ by so much.
    static final double SHARE_NOISE = 0.001;

    /// A percentile is judged when at least so many packets lie beyond it.
    static final int BEYOND_MIN = 10;

    /// From so many frames on for each stored packet, a frame's processor time is judged.
    private static final long FRAMES_PER_PACKET_MIN = 1_000;

    private static final double PERCENT = 100;
    private static final double NOT_JUDGED = 0;

    enum Change {
        SAME,
        BETTER,
        WORSE,
        /// A maximum is one packet's, a rare percentile a few packets'.
        NOT_JUDGED
    }

    enum Unit {
        PER_SECOND,
        MICROS,
        SHARE
    }

    static List<ComparedFigure> all(RunReport a, RunReport b) {
        List<ComparedFigure> figures = new ArrayList<>();
        figures.add(rate("asked", a, b, RunReport::askedPerSecond, NOT_JUDGED));
        figures.add(rate("served", a, b, RunReport::servedPerSecond, RATE_NOISE_RATIO));
        for (String name : a.latencies().byName().keySet()) {
            latencies(name, of(a, name), of(b, name), figures);
        }
        figures.add(share(
                "refused",
                share(a, a.counts().refusedSum()),
                share(b, b.counts().refusedSum())));
        figures.add(share(
                "errors", share(a, a.counts().errors()), share(b, b.counts().errors())));
        ServerFigures first = a.server();
        ServerFigures second = b.server();
        if (first != null && second != null) {
            servers(first, second, figures);
        }
        return List.copyOf(figures);
    }

    /// What a packet and a frame take of the server's processor. It is the same time, so a frame
    /// is judged only where frames are most of the work: elsewhere a server that stores more
    /// packets a second would seem the slower one.
    private static void servers(ServerFigures a, ServerFigures b, List<ComparedFigure> figures) {
        figures.add(server("server.cpu", a.cpuMicros(), b.cpuMicros(), CPU_NOISE_RATIO));
        if (a.frames() > 0 && b.frames() > 0) {
            double noise = mostlyFrames(a) && mostlyFrames(b) ? CPU_NOISE_RATIO : NOT_JUDGED;
            figures.add(server("server.frame", a.frameCpuMicros(), b.frameCpuMicros(), noise));
        }
    }

    private static boolean mostlyFrames(ServerFigures server) {
        return server.frames() >= FRAMES_PER_PACKET_MIN * server.stored();
    }

    private static ComparedFigure server(String name, double a, double b, double noise) {
        Change change = a < 0 || b < 0 || noise == NOT_JUDGED
                ? Change.NOT_JUDGED
                : change(a, b, noise); // less is better
        return new ComparedFigure(name, Unit.MICROS, a, b, noise, change);
    }

    private static Histogram of(RunReport run, String name) {
        return Objects.requireNonNull(run.latencies().byName().get(name));
    }

    private static double share(RunReport run, long part) {
        return run.counts().sent() == 0 ? 0 : (double) part / run.counts().sent();
    }

    private static ComparedFigure rate(
            String name, RunReport a, RunReport b, ToDoubleFunction<RunReport> rate, double noise) {
        double first = rate.applyAsDouble(a);
        double second = rate.applyAsDouble(b);
        Change change = noise == NOT_JUDGED
                ? Change.NOT_JUDGED
                : change(second, first, noise); // more is better
        return new ComparedFigure(name, Unit.PER_SECOND, first, second, noise, change);
    }

    private static void latencies(
            String name, Histogram a, Histogram b, List<ComparedFigure> figures) {
        figures.add(percentile(name, a, b, 50, P50_NOISE_RATIO));
        figures.add(percentile(name, a, b, 90, P50_NOISE_RATIO));
        figures.add(percentile(name, a, b, 99, P99_NOISE_RATIO));
        figures.add(percentile(name, a, b, 99.9, P999_NOISE_RATIO));
        figures.add(new ComparedFigure(
                name + ".max",
                Unit.MICROS,
                known(a, a.getMaxValue()),
                known(b, b.getMaxValue()),
                NOT_JUDGED,
                Change.NOT_JUDGED));
    }

    private static ComparedFigure percentile(
            String name, Histogram a, Histogram b, double percentile, double noise) {
        double first = known(a, a.getValueAtPercentile(percentile));
        double second = known(b, b.getValueAtPercentile(percentile));
        long fewer = Math.min(a.getTotalCount(), b.getTotalCount());
        boolean judged = Math.round(fewer * (PERCENT - percentile) / PERCENT) >= BEYOND_MIN;
        Change change = !judged
                ? Change.NOT_JUDGED
                : Math.abs(second - first) <= LATENCY_NOISE_MICROS
                        ? Change.SAME
                        : change(first, second, noise); // less is better
        String label = String.format(Locale.ROOT, "%s.p%s", name, trimmed(percentile));
        return new ComparedFigure(label, Unit.MICROS, first, second, noise, change);
    }

    private static ComparedFigure share(String name, double a, double b) {
        Change change =
                Math.abs(b - a) <= SHARE_NOISE ? Change.SAME : b > a ? Change.WORSE : Change.BETTER;
        return new ComparedFigure(name, Unit.SHARE, a, b, NOT_JUDGED, change);
    }

    /// @param larger what should not fall behind the other
    private static Change change(double larger, double smaller, double noise) {
        if (larger > smaller * noise) {
            return Change.BETTER;
        }
        return smaller > larger * noise ? Change.WORSE : Change.SAME;
    }

    private static double known(Histogram micros, long value) {
        return micros.getTotalCount() == 0 ? Second.NONE : value;
    }

    private static String trimmed(double percentile) {
        return percentile == Math.rint(percentile)
                ? String.valueOf((long) percentile)
                : String.valueOf(percentile);
    }

    /// B over A; not a number when there is nothing to divide.
    double ratio() {
        return a > 0 && b >= 0 ? b / a : Double.NaN;
    }

    String shown(double value) {
        return switch (unit) {
            case PER_SECOND -> Figure.perSecond(value);
            case MICROS -> Figure.micros(value);
            case SHARE -> Figure.share(value);
        };
    }

    /// The verdict on this figure in words.
    Words sentence() {
        String bound = noise > 0 ? Figure.ratio(noise) : "±" + Figure.share(SHARE_NOISE);
        String figures =
                "%s: %s → %s (%s)".formatted(name, shown(a), shown(b), Figure.ratio(ratio()));
        boolean better = change == Change.BETTER;
        return switch (change) {
            case SAME, NOT_JUDGED -> Words.same(figures);
            case BETTER, WORSE ->
                new Words(
                        "%s %s; noise bound %s"
                                .formatted(better ? "better" : "worse", figures, bound),
                        "%s: %s؛ مرز نوفه %s"
                                .formatted(
                                        better ? "بهتر" : "بدتر",
                                        Words.leftToRight(figures),
                                        Words.leftToRight(bound)));
        };
    }
}
