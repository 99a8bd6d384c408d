package org.shomar.loadtest.load;

import io.vertx.core.Vertx;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Does things later, with one timer for the first that is due. For one event loop.
final class Waker {
    private final Supplier<Vertx> vertx;
    private final Runnable afterwards;
    private final Later<Runnable> later = new Later<>();
    private long wakesMillis = Later.NEVER;
    private long timer;

    /// @param vertx      asked on the event loop, as a verticle has none before it is deployed
    /// @param afterwards runs when things that were due have been done
    Waker(Supplier<Vertx> vertx, Runnable afterwards) {
        this.vertx = vertx;
        this.afterwards = afterwards;
    }

    /// What is due in the same millisecond is done backwards, so that of packets that each go
    /// before all others the first ends up first.
    void in(long millis, Runnable task) {
        later.add(task, nowMillis() + millis);
        setTimer();
    }

    private void setTimer() {
        if (later.firstMillis() >= wakesMillis) {
            return;
        }
        if (wakesMillis != Later.NEVER) {
            vertx.get().cancelTimer(timer);
        }
        wakesMillis = later.firstMillis();
        timer = vertx.get().setTimer(Math.max(1, wakesMillis - nowMillis()), due -> wake());
    }

    private void wake() {
        wakesMillis = Later.NEVER;
        later.take(nowMillis()).reversed().forEach(Runnable::run);
        setTimer();
        afterwards.run();
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
