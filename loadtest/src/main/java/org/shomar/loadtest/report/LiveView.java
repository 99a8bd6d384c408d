package org.shomar.loadtest.report;

import java.io.PrintStream;
import java.util.Locale;

/// Shows a run while it goes on: on a terminal a line or two that stay in place, elsewhere
/// one line a second. For one thread at a time.
///
/// How soon readers are shown what is sent is known only at the end, when frames are set
/// against answers, so it is not among the figures.
public final class LiveView {
    private static final String UP = "\033[1A";

    /// To the start of the line, and clear from there to the end of the screen.
    private static final String CLEAR = "\r\033[J";

    private final PrintStream out;
    private final boolean terminal;
    private final long secondsPlanned;
    private int linesDrawn;

    /// @param terminal       whether `out` understands escape sequences
    /// @param secondsPlanned length of the run, 0 when it is open
    public LiveView(PrintStream out, boolean terminal, long secondsPlanned) {
        this.out = out;
        this.terminal = terminal;
        this.secondsPlanned = secondsPlanned;
    }

    /// On standard error, so that standard output holds the results alone.
    public static LiveView standard(long secondsPlanned) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new LiveView(System.err, terminal, secondsPlanned);
    }

    /// Call once in a while, as packets are made ready.
    public void made(long made, long count) {
        draw("made and signed " + Figure.count(made) + " of " + Figure.count(count) + " packets");
    }

    /// Call once for each second of the warm-up that has passed.
    ///
    /// @param seconds of the warm-up in all
    /// @param counts  since its beginning
    public void warmUp(long second, long seconds, Counts counts) {
        draw("warm-up " + Figure.clock(second) + " of " + Figure.clock(seconds)
                + ", not measured: sent " + Figure.count(counts.sent())
                + ", served " + Figure.count(counts.stored() + counts.repeated())
                + ", refused " + Figure.count(counts.refusedSum())
                + ", errors " + Figure.count(counts.errors()));
    }

    /// Call once for each measured second that has passed.
    public void second(Second second) {
        String first = String.format(
                Locale.ROOT,
                "%s  asked %s/s, served %s/s, refused %s, errors %s",
                elapsed(second),
                Figure.count(second.asked()),
                Figure.count(second.acked()),
                Figure.count(second.refused()),
                Figure.count(second.errors()));
        String rest = String.format(
                Locale.ROOT,
                "ack p50 %s, p99 %s, max %s; late %,d ms",
                Figure.micros(second.ackP50Micros()),
                Figure.micros(second.ackP99Micros()),
                Figure.micros(second.ackMaxMicros()),
                second.behindMillis());
        draw(first, rest);
    }

    private void draw(String... lines) {
        if (!terminal) {
            out.println(String.join("; ", lines));
            return;
        }
        clear();
        out.print(String.join("\n", lines));
        out.flush();
        linesDrawn = lines.length;
    }

    /// A line that stays, such as that the audit begins.
    public void say(String line) {
        clear();
        out.println(line);
    }

    /// The end of the run: what the audit found.
    public void audit(Audit audit) {
        clear();
        for (Audit.Line fact : audit.lines()) {
            out.printf(
                    Locale.ROOT,
                    "audit %s %s: expected %s, seen %s%n",
                    fact.ok() ? "ok     " : "DIFFERS",
                    fact.name().en(),
                    fact.expected(),
                    fact.seen());
        }
        out.flush();
    }

    private String elapsed(Second second) {
        long past = second.second() + 1L;
        String planned = Figure.clock(secondsPlanned);
        if (secondsPlanned == 0) {
            return Figure.clock(past);
        }
        return past <= secondsPlanned
                ? Figure.clock(past) + " of " + planned
                : planned + ", last answers +" + Figure.clock(past - secondsPlanned);
    }

    private void clear() {
        if (linesDrawn > 0) {
            out.print(UP.repeat(linesDrawn - 1) + CLEAR);
            linesDrawn = 0;
        }
    }
}
