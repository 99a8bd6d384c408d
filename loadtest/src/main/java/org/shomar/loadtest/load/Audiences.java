package org.shomar.loadtest.load;

import io.vertx.core.Future;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// All readers of a run, spread over as many event loops as send.
record Audiences(List<Audience> parts) {
    static Audiences of(Order order, Roll roll) {
        int parts = Math.min(order.lanes(), order.crowd().size());
        return new Audiences(IntStream.range(0, parts)
                .mapToObj(part -> new Audience(
                        part, parts, order.crowd(), roll, order.reading(), order.seed()))
                .toList());
    }

    List<Long> threadIds() {
        return parts.stream().map(Audience::threadId).toList();
    }

    void begin(long startedNanos) {
        parts.forEach(part -> part.begin(startedNanos));
    }

    /// Readers, without the slow ones, who were not shown all of this in that time.
    int behind(Map<Integer, Long> lastSeqs, long millisMax) throws IOException {
        return Waiting.on(Future.all(parts.stream()
                                .map(part -> part.behind(lastSeqs, millisMax))
                                .toList())
                        .map(each -> each.<Integer>list()))
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    List<Heard> end() throws IOException {
        return Waiting.on(Future.all(parts.stream().map(Audience::end).toList())
                .map(each -> each.<Heard>list()));
    }
}
