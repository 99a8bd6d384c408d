package org.shomar.loadtest.report;

import java.util.Locale;

/// How figures are written for a person, in English.
final class Figure {
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double WHOLE_FROM = 10;
    private static final String NOTHING = "-";

    private Figure() {}

    /// In the unit that leaves one to three digits before the point; `-` for [Second#NONE].
    /// Microseconds are whole, as latencies are measured; a mean of less than ten keeps its
    /// fraction.
    static String micros(double micros) {
        if (micros < 0) {
            return NOTHING;
        }
        if (micros < WHOLE_FROM && micros != Math.rint(micros)) {
            return threeDigits(micros) + " µs";
        }
        if (micros < MICROS_PER_MILLI) {
            return String.format(Locale.ROOT, "%.0f µs", micros);
        }
        return micros < MICROS_PER_SECOND
                ? threeDigits(micros / MICROS_PER_MILLI) + " ms"
                : threeDigits(micros / MICROS_PER_SECOND) + " s";
    }

    static String micros(long micros) {
        return micros((double) micros);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MiB", bytes / (double) (1 << 20));
    }

    static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.1f/s", rate);
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    /// A share of packets, most often a small one.
    static String share(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    static String ratio(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "×%.2f", ratio) : NOTHING;
    }

    /// Minutes and seconds, with hours when there are any.
    static String clock(long seconds) {
        long hours = seconds / 3600;
        return hours == 0
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
    }

    private static String threeDigits(double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
