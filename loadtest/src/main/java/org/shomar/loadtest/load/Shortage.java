package org.shomar.loadtest.load;

import org.shomar.loadtest.report.Words;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// All packets of a closed run were sent before its time was over, so its load ended early.
///
/// @param nanos since the start, when the first lane had no more
/// @param load  what was asked
record Shortage(long nanos, Order.Load.Closed load) {
    /// With less of the measured time, the figures are those of a start.
    static final double MEASURED_FRACTION_MIN = 0.5;

    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// @param ranOut of each lane that has no more packets, when it took up its last;
    ///               nanoseconds since the start
    static Optional<Shortage> of(Order.Load load, LongStream ranOut) {
        return switch (load) {
            case Order.Load.Open open -> Optional.empty();
            case Order.Load.Closed closed ->
                ranOut.boxed().min(Long::compare).map(nanos -> new Shortage(nanos, closed));
        };
    }

    /// Whether too little of the time was measured to say anything of a server.
    boolean leavesTooLittle() {
        double measured = nanos / SECOND_NANOS - load.warmUpSeconds();
        return measured < MEASURED_FRACTION_MIN * load.seconds();
    }

    Words words() {
        double after = nanos / SECOND_NANOS;
        double all = load.warmUpSeconds() + load.seconds();
        return new Words(
                String.format(
                        Locale.ROOT,
                        "packets ran out after %.1f of %.1f s, of which the first %.1f s are"
                                + " warm-up: raise --packets, which was %,d",
                        after,
                        all,
                        load.warmUpSeconds(),
                        load.packets()),
                String.format(
                        Words.PERSIAN,
                        "بسته‌ها پس از %.1f ثانیه از %.1f ثانیه تمام شد، که %.1f ثانیهٔ نخست آن"
                                + " گرم‌کردن است: --packets را که %,d بود بیشتر کنید",
                        after,
                        all,
                        load.warmUpSeconds(),
                        load.packets()));
    }
}
