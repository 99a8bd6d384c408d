package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Goal: work that is asked for by anybody stays within its bounds, and everybody is answered.
/// Method: promises in the place of work.
class TurnsTest {
    private final Turns turns = new Turns(2, 3);
    private final List<Promise<Integer>> started = new ArrayList<>();

    @Test
    void runsAFewAtATimeAndRefusesWhatIsTooMuch() {
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            asked.add(take());
        }
        assertThat(started).hasSize(2);
        assertThat(turns.pending()).isEqualTo(5);
        assertThat(asked.get(5).failed()).isTrue();

        started.get(0).complete(10);
        assertThat(started).hasSize(3);
        assertThat(asked.get(0).result()).isEqualTo(10);
        for (int i = 1; i < 5; i++) {
            started.get(i).complete(10 + i);
        }
        assertThat(asked.subList(0, 5))
                .extracting(Future::result)
                .containsExactly(10, 11, 12, 13, 14);
        assertThat(turns.pending()).isZero();
    }

    @Test
    void goesOnAfterFailures() {
        Future<Integer> failed = take();
        Future<Integer> thrown = turns.take(() -> {
            throw new IllegalStateException("not even begun");
        });
        started.getFirst().fail("no");

        assertThat(failed.failed()).isTrue();
        assertThat(thrown.cause()).hasMessage("not even begun");
        assertThat(turns.pending()).isZero();
        assertThat(turns.take(() -> Future.succeededFuture(7)).result()).isEqualTo(7);
    }

    private Future<Integer> take() {
        return turns.take(() -> {
            Promise<Integer> work = Promise.promise();
            started.add(work);
            return work.future();
        });
    }
}
