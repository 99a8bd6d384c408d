package org.shomar.loadtest.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Searches the highest rate at which all demands are met: doubles until one is missed, then
/// halves what lies between.
public final class Knee {
    /// So many probes at most; doubling from 1 to the highest rate takes twenty.
    private static final int PROBES_MAX = 40;

    /// A server that does not serve even this is not searched any more. Packets a second.
    private static final double RATE_MIN = 1;

    private final double from;
    private final double max;
    private final double precision;

    /// One rate, tried.
    ///
    /// @param sound  whether its audit found no difference
    /// @param met    whether all demands were
    /// @param served packets a second that were acknowledged
    /// @param why    in one line, what was met or missed
    public record Probe(double rate, boolean sound, boolean met, double served, String why) {}

    /// @param best   the highest rate that was met; 0 when none was
    /// @param probes in the order in which they were made; one that is not sound is the last
    public record Result(double best, List<Probe> probes) {
        public boolean sound() {
            return probes.stream().allMatch(Probe::sound);
        }
    }

    /// Tries one rate.
    @FunctionalInterface
    public interface Trial {
        Probe at(double rate) throws IOException;
    }

    /// @param from      the first rate, over 0
    /// @param max       no higher rate is tried
    /// @param precision the search ends when what is left is so small a part of the rate
    public Knee(double from, double max, double precision) {
        if (!(from > 0 && max >= from && precision > 0 && precision < 1)) {
            throw new IllegalArgumentException("the search needs 0 < --from <= --max and a"
                    + " --precision between 0% and 100%");
        }
        this.from = from;
        this.max = max;
        this.precision = precision;
    }

    public Result search(Trial trial) throws IOException {
        List<Probe> probes = new ArrayList<>();
        double met = 0;
        double missed = Double.POSITIVE_INFINITY;
        double rate = from;
        while (probes.size() < PROBES_MAX) {
            Probe probe = trial.at(rate);
            probes.add(probe);
            if (probe.met()) {
                met = rate;
            } else {
                missed = rate;
            }
            boolean known = missed < Double.POSITIVE_INFINITY
                    && (missed - met <= precision * missed || missed < RATE_MIN);
            if (!probe.sound() || met == max || known) {
                break;
            }
            rate = missed == Double.POSITIVE_INFINITY
                    ? Math.min(max, 2 * rate)
                    : (met + missed) / 2;
        }
        return new Result(met, List.copyOf(probes));
    }
}
