package org.shomar.aggregator.command;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// Waits for SIGTERM or Ctrl-C and hands over to the caller, which closes in order and exits with 0.
///
/// A shutdown hook would not do: all hooks run at once, so the database would be stopped by its own
/// while the last packets are committed.
final class Termination {
    private Termination() {}

    @SuppressWarnings("sunapi") // the JDK has no other way to end a process in order with exit code 0
    static void await() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Signal.handle(new Signal("TERM"), signal -> asked.countDown());
        Signal.handle(new Signal("INT"), signal -> asked.countDown());
        asked.await();
    }
}
