package org.shomar.loadtest.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// When each packet of an open model is meant to be sent: packet `n` when `n` packets are due
/// by the rate so far. A pure function of its stretches.
public final class Schedule {
    /// Packets that one run can hold ready.
    public static final int PACKETS_MAX = 8_000_000;

    /// A packet that is due this little before the end is not begun any more.
    private static final double ROUNDING = 1e-6;

    private final List<Stretch> stretches;

    /// Seconds and packets before each stretch, and at the end.
    private final double[] secondsBefore;

    private final double[] packetsBefore;
    private final double warmUpSeconds;

    /// A time in which the rate changes evenly.
    ///
    /// @param seconds positive
    /// @param from    packets a second at its beginning, 0 or more
    /// @param to      packets a second at its end, 0 or more
    public record Stretch(double seconds, double from, double to) {
        public Stretch {
            if (!(seconds > 0 && from >= 0 && to >= 0 && seconds + from + to < 1e9)) {
                throw new IllegalArgumentException(
                        "a stretch of " + seconds + " s from " + from + " to " + to
                                + " packets/s is not possible; rates are 0 or more, times longer"
                                + " than 0");
            }
        }

        double packets() {
            return seconds * (from + to) / 2;
        }

        /// When, since the beginning of the stretch, so many packets are due: the root of
        /// `from·t + (to-from)/(2·seconds)·t² = packets`, in the form that is stable when
        /// the rate hardly changes.
        double secondsUntil(double packets) {
            double slope = (to - from) / seconds;
            double root = Math.sqrt(Math.max(0, from * from + 2 * slope * packets));
            return packets == 0 ? 0 : Math.min(seconds, 2 * packets / (from + root));
        }
    }

    /// @param measured      what is measured
    /// @param warmUpSeconds goes before it, at the rate with which it begins; not measured
    public Schedule(List<Stretch> measured, double warmUpSeconds) {
        List<Stretch> all = new ArrayList<>();
        if (warmUpSeconds > 0) {
            double rate = measured.getFirst().from();
            all.add(new Stretch(warmUpSeconds, rate, rate));
        }
        all.addAll(measured);
        this.stretches = List.copyOf(all);
        this.warmUpSeconds = warmUpSeconds;
        this.secondsBefore = new double[all.size() + 1];
        this.packetsBefore = new double[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            secondsBefore[i + 1] = secondsBefore[i] + all.get(i).seconds();
            packetsBefore[i + 1] = packetsBefore[i] + all.get(i).packets();
        }
        if (packetsBefore[all.size()] > PACKETS_MAX) {
            throw new IllegalArgumentException("this plan has more than " + PACKETS_MAX
                    + " packets, which one run cannot hold ready; lower the rate or the time");
        }
    }

    /// Packets in all, those of the warm-up among them.
    public int count() {
        return (int) Math.ceil(packetsBefore[stretches.size()] - ROUNDING);
    }

    /// Nanoseconds from the start until a packet is meant to be sent; never less than for
    /// the one before.
    public long nanos(int n) {
        int found = Arrays.binarySearch(packetsBefore, n);
        int stretch = Math.min(stretches.size() - 1, found >= 0 ? found : -found - 2);
        while (stretch > 0 && packetsBefore[stretch - 1] == n) {
            stretch--; // the first of those between which nothing is due
        }
        double within = stretches.get(stretch).secondsUntil(n - packetsBefore[stretch]);
        return nanos(secondsBefore[stretch] + within);
    }

    public long warmUpNanos() {
        return nanos(warmUpSeconds);
    }

    public long lengthNanos() {
        return nanos(secondsBefore[stretches.size()]);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
