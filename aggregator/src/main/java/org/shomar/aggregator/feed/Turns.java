package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/// Lets a few pieces of work run at the same time, and some more wait for their turn. May be
/// used from any thread.
final class Turns {
    private final int runningMax;
    private final int waitingMax;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Turns(int runningMax, int waitingMax) {
        this.runningMax = runningMax;
        this.waitingMax = waitingMax;
    }

    /// Starts the work now or later; fails at once when too much waits already.
    <T> Future<T> take(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        Runnable start = () -> started(work).onComplete(answer -> {
            over();
            done.handle(answer);
        });
        synchronized (this) {
            if (running >= runningMax) {
                if (waiting.size() >= waitingMax) {
                    return Future.failedFuture("too many wait for their turn");
                }
                waiting.add(start);
                return done.future();
            }
            running++;
        }
        start.run();
        return done.future();
    }

    /// Pieces of work that run or wait.
    synchronized int pending() {
        return running + waiting.size();
    }

    private void over() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
        }
        next.run();
    }

    private static <T> Future<T> started(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
