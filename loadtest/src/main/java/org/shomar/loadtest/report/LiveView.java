package org.shomar.loadtest.report;

import java.io.PrintStream;
import java.util.Locale;

/// Shows a run while it goes on: on a terminal two lines that stay in place, elsewhere one
/// line a second. Belongs to one thread.
public final class LiveView {
    /// Up one line, to its start, and clear from there to the end of the screen.
    private static final String BACK = "\033[1A\r\033[J";

    private final PrintStream out;
    private final boolean terminal;
    private final long secondsPlanned;
    private boolean drawn;

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

    /// Call once for each second that has passed.
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
                "ack p50 %s, p99 %s, max %s; shown p99 %s; late %,d ms",
                Figure.micros(second.ackP50Micros()),
                Figure.micros(second.ackP99Micros()),
                Figure.micros(second.ackMaxMicros()),
                Figure.micros(second.shownP99Micros()),
                second.behindMillis());
        if (!terminal) {
            out.println(first + "; " + rest);
            return;
        }
        clear();
        out.print(first + "\n" + rest);
        out.flush();
        drawn = true;
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
        String now = Figure.clock(second.second() + 1L);
        return secondsPlanned == 0 ? now : now + " of " + Figure.clock(secondsPlanned);
    }

    private void clear() {
        if (drawn) {
            out.print(BACK);
            drawn = false;
        }
    }
}
