package org.shomar.aggregator.ingress;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// An [Intake] whose bugs are always failed futures, and told in the log.
record Guarded(Intake intake) implements Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

    @Override
    public Future<Answer> take(byte[] message, long receivedNanos, long intendedNanos) {
        Future<Answer> answer;
        try {
            answer = intake.take(message, receivedNanos, intendedNanos);
        } catch (RuntimeException | Error bug) {
            answer = Future.failedFuture(bug);
        }
        return told(answer);
    }

    @Override
    public Future<Optional<StoredMessage>> find(String id) {
        return told(Future.<Void>succeededFuture().compose(now -> intake.find(id)));
    }

    @Override
    public Optional<String> overload() {
        return intake.overload();
    }

    @Override
    public void refused(Problem problem, int messages) {
        intake.refused(problem, messages);
    }

    private static <T> Future<T> told(Future<T> future) {
        return future.onFailure(bug -> LOG.error("A message could not be answered", bug));
    }
}
