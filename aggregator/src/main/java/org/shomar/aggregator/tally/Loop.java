package org.shomar.aggregator.tally;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// One event loop, and futures that go on there.
///
/// @param executor runs tasks on it, one after the other
record Loop(Executor executor) {
    /// The same future, completed on this loop.
    <T> Future<T> on(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(answer -> executor.execute(() -> promise.handle(answer)));
        return promise.future();
    }

    /// Repeats a step while it answers true, without growing the stack.
    Future<Void> repeat(Supplier<Future<Boolean>> step) {
        Promise<Void> done = Promise.promise();
        repeat(step, done);
        return done.future();
    }

    private void repeat(Supplier<Future<Boolean>> step, Promise<Void> done) {
        step.get().onComplete(more -> {
            if (more.failed()) {
                done.fail(more.cause());
            } else if (more.result()) {
                executor.execute(() -> repeat(step, done));
            } else {
                done.complete();
            }
        });
    }
}
