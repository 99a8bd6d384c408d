package org.shomar.aggregator.command;

import org.shomar.aggregator.Server;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// Closes in order on SIGTERM or Ctrl-C, and ends the process with exit code 0.
///
/// No room has a shutdown hook of its own: hooks run all at once, so the database would be
/// stopped while the last packets are committed.
final class Termination {
    private Termination() {}

    /// Starts a node; from before that on, a signal closes it. Should the start fail, the
    /// command ends with its own exit code.
    ///
    /// @param close must end within the time that an operator waits, 10 s
    static void start(Server server, Runnable close) throws IOException {
        Thread hook = new Thread(() -> end(close), "termination");
        Runtime.getRuntime().addShutdownHook(hook);
        boolean started = false;
        try {
            server.start();
            started = true;
        } finally {
            if (!started && !server.stopping()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /// Closes what is open when a signal comes.
    ///
    /// @param close must end within the time that an operator waits, 10 s
    static void onSignal(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(close), "termination"));
    }

    /// Never returns: the process ends by a signal.
    static void await() throws InterruptedException {
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
