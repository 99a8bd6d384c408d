package org.shomar.aggregator.command;

import java.util.concurrent.CountDownLatch;

/// Waits for SIGTERM or Ctrl-C, closes in order, and ends the process with exit code 0.
///
/// No room has a shutdown hook of its own: hooks run all at once, so the database would be
/// stopped while the last packets are committed.
final class Termination {
    private Termination() {}

    /// Never returns.
    ///
    /// @param close must end within the time that an operator waits, 10 s
    static void await(Runnable close) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(close), "termination"));
        new CountDownLatch(1).await();
    }

    /// A JVM ended by a signal reports the signal; an end in order is a success.
    private static void end(Runnable close) {
        int code = Exit.USAGE;
        try {
            close.run();
            code = Exit.OK;
        } finally {
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(code);
        }
    }
}
