package org.shomar.aggregator.command;


import java.util.concurrent.CountDownLatch;

/// Waits for SIGTERM or Ctrl-C and hands over to the caller, which closes in order and exits with
/// 0.
///
/// A shutdown hook would not do: all hooks run at once, so the database would be stopped by its
/// own while the last packets are committed.
final class Termination {
    private Termination() {}

    @SuppressWarnings(
            "sunapi") // the JDK has no other way to end a process in order with exit code 0
    static void await() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> asked.countDown());
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> asked.countDown());
        asked.await();
    }
}
