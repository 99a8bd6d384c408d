package org.shomar.aggregator.tally;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.shomar.aggregator.fold.Totals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Questions after totals, asked together: an operation for each partition instead of one for
/// each contest. In a country's busiest minute a tick asks for the totals of a thousand.
final class Questions {
    private final TallyCluster cluster;
    private final Executor loop;
    private final ConcurrentLinkedQueue<Question> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    private record Question(int contest, Promise<Optional<Totals>> answer) {}

    Questions(TallyCluster cluster, Executor loop) {
        this.cluster = cluster;
        this.loop = loop;
    }

    /// From any thread. Empty for a contest without entries.
    Future<Optional<Totals>> ask(int contest) {
        Promise<Optional<Totals>> answer = Promise.promise();
        asked.add(new Question(contest, answer));
        if (!woken.get() && woken.compareAndSet(false, true)) {
            loop.execute(this::send);
        }
        return answer.future();
    }

    private void send() {
        woken.set(false);
        Map<Integer, Promise<Optional<Totals>>> together = new HashMap<>();
        for (Question one = asked.poll(); one != null; one = asked.poll()) {
            Promise<Optional<Totals>> first = together.putIfAbsent(one.contest(), one.answer());
            if (first != null) {
                first.future().onComplete(one.answer());
            }
        }
        cluster.totals(together.keySet())
                .onComplete(answer -> together.forEach((contest, one) -> {
                    if (answer.succeeded()) {
                        one.complete(Optional.ofNullable(answer.result().get(contest)));
                    } else { // what fails together is tried alone, so that one fault stops one
                        // contest
                        cluster.totals(contest).onComplete(one);
                    }
                }));
    }
}
