package org.shomar.aggregator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Goal: each reader gets a state once, whatever becomes of the others of its block.
/// Method: connections of one event loop on the native transport; among the readers of a
/// block one is gone, and one does not read, so that the kernel takes no more for it.
@DisplayName("a state on its way to many readers")
class BurstTest {
    private static final int GONE = 3;
    private static final int FULL = 5;

    private final Wires wires = new Wires();
    private final List<RawReader> readers = new ArrayList<>();
    private final List<Wires.Served> served = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawReader reader : readers) {
            reader.close();
        }
        wires.close();
    }

    private static TextFrame shared(String text) {
        return TextFrame.shared(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goesOnceToEachReaderOfEachBlock() throws Exception {
        int port = wires.listen(wires.vertx());
        for (int number = 0; number < Burst.READERS + FULL + 1; number++) {
            readers.add(new RawReader(port));
            served.add(wires.next());
        }
        readers.get(GONE).close();
        served.get(GONE).closed().get(PublicServer.WAIT_SECONDS, TimeUnit.SECONDS);
        String waiting = "waiting".repeat(1_000);
        int before = served.get(FULL).fill(shared(waiting));

        TextFrame state = shared("state");
        LongAdder framesSent = new LongAdder();
        served.getFirst().on(() -> {
            Burst burst = new Burst(framesSent);
            for (Wires.Served connection : served.subList(0, Burst.READERS - 1)) {
                burst.add(connection.wire(), state);
            }
            assertThat(framesSent.sum()).as("before the block is full").isZero();
            for (Wires.Served connection : served.subList(Burst.READERS - 1, served.size())) {
                burst.add(connection.wire(), state);
            }
            assertThat(framesSent.sum()).isEqualTo(Burst.READERS);
            burst.send();
            burst.send(); // nothing is left
            served.forEach(connection -> connection.wire().write(shared("next")));
            served.forEach(connection -> connection.wire().flush());
            return true;
        });

        assertThat(framesSent.sum()).isEqualTo(served.size());
        for (int number = 0; number < readers.size(); number++) {
            if (number != GONE) {
                RawReader reader = readers.get(number);
                for (int frame = 0; number == FULL && frame < before; frame++) {
                    assertThat(reader.frame().text()).isEqualTo(waiting);
                }
                assertThat(reader.frame().text()).isEqualTo("state");
                assertThat(reader.frame().text()).isEqualTo("next");
            }
        }
        served.getFirst().on(() -> true); // after the loop has given the last view back
        assertThat(state.viewsHeld()).isZero();
    }
}
