package org.shomar.loadtest.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Searches the highest rate at which all demands are met: doubles until one is missed, then
/// halves what lies between.
public final class Knee {
    /// So many rates at most; doubling from 1 to the highest rate takes twenty.
    private static final int RATES_MAX = 40;

    /// A server that does not serve even this is not searched any more. Packets a second.
    private static final double RATE_MIN = 1;

    private final double from;
    private final double max;
    private final double precision;

    /// What a probe says of the server.
    public enum Verdict {
        MET,
        /// A demand was not met, or the server did not keep up.
        MISSED,
        /// Nothing: the generator could not do what it was asked to do.
        UNFIT,
        /// Its audit found a difference.
        UNSOUND
    }

    /// One rate, tried.
    ///
    /// @param served packets a second that were acknowledged
    /// @param why    in one line, what was met or missed
    public record Probe(double rate, Verdict verdict, double served, String why) {}

    /// @param best   the highest rate that was met; 0 when none was
    /// @param maxMet whether that is the highest that may be tried, so no more than a lower
    ///               bound of what was searched
    /// @param probes in the order in which they were made, at least one
    public record Result(double best, boolean maxMet, List<Probe> probes) {
        /// Whether `best` is what was searched ([Verdict#MET], [Verdict#MISSED]), a lower
        /// bound of it ([Verdict#UNFIT]), or worth nothing ([Verdict#UNSOUND]).
        public Probe last() {
            return probes.getLast();
        }
    }

    /// Tries one rate.
    @FunctionalInterface
    public interface Trial {
        /// @param again whether this rate was tried before
        Probe at(double rate, boolean again) throws IOException;
    }

    /// @param from      the first rate, over 0
    /// @param max       no higher rate is tried
    /// @param precision the search ends when what is left is so small a part of the rate
    public Knee(double from, double max, double precision) {
        if (!(from > 0 && max >= from && precision > 0 && precision < 1)) {
            throw new IllegalArgumentException("the search needs 0 < --from <= --max and a"
                    + " --precision between 0% and 100%; not --from " + from + ", --max " + max
                    + ", --precision " + 100 * precision);
        }
        this.from = from;
        this.max = max;
        this.precision = precision;
    }

    /// A probe whose generator was unfit is made again, once; if it is unfit again the search
    /// ends, for a higher rate would be no easier and a lower one would prove no limit.
    public Result search(Trial trial) throws IOException {
        List<Probe> probes = new ArrayList<>();
        double met = 0;
        double missed = Double.POSITIVE_INFINITY;
        double rate = from;
        for (int rates = 0; rates < RATES_MAX; rates++) {
            Verdict verdict = verdict(trial, rate, probes);
            switch (verdict) {
                case MET -> met = rate;
                case MISSED -> missed = rate;
                case UNFIT, UNSOUND -> {
                    return new Result(met, false, List.copyOf(probes));
                }
            }
            boolean known = missed < Double.POSITIVE_INFINITY
                    && (missed - met <= precision * missed || missed < RATE_MIN);
            if (met == max || known) {
                break;
            }
            rate = missed == Double.POSITIVE_INFINITY
                    ? Math.min(max, 2 * rate)
                    : (met + missed) / 2;
        }
        return new Result(met, met == max, List.copyOf(probes));
    }

    private static Verdict verdict(Trial trial, double rate, List<Probe> probes)
            throws IOException {
        probes.add(trial.at(rate, false));
        if (probes.getLast().verdict() == Verdict.UNFIT) {
            probes.add(trial.at(rate, true));
        }
        return probes.getLast().verdict();
    }
}
