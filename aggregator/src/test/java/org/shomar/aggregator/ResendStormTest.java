package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

/// Goal: a packet that arrives a thousand times at once is counted once.
///
/// Method: eight branches' worth of connections, half of them with batches, start together;
/// only the answers and the totals are looked at.
class ResendStormTest {
    private static final int CONNECTIONS = 8;
    private static final int SINGLE = 50;
    private static final int IN_BATCHES = 200;

    private static final TestElection ELECTION = new TestElection();

    @Test
    void oneOfAThousandIsTheFirst() {
        RawPacket packet = RawPacket.of(ELECTION, 7, 12, 30, 20);
        byte[][] forms = {
            packet.sign1(seed(12)),
            packet.sign1(seed(12, "observer")),
            packet.sign1(seed(12, "deputy"))
        };
        try (Node node = Node.start(ELECTION.definition)) {
            CyclicBarrier start = new CyclicBarrier(CONNECTIONS);
            List<Callable<List<String>>> branches = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                byte[] form = forms[i % forms.length];
                branches.add(
                        i % 2 == 0
                                ? () -> {
                                    start.await();
                                    return node.client()
                                            .batch(Collections.nCopies(IN_BATCHES, form));
                                }
                                : () -> {
                                    start.await();
                                    return singles(node.client(), form);
                                });
            }
            List<String> answers = Sending.together(CONNECTIONS, branches).stream()
                    .flatMap(Collection::stream)
                    .toList();

            assertThat(answers).hasSize(1_000);
            assertThat(answers)
                    .filteredOn(line -> line.startsWith("{\"status\":201,"))
                    .hasSize(1);
            assertThat(answers)
                    .filteredOn(line -> line.startsWith("{\"status\":200,"))
                    .hasSize(999);
            assertThat(answers.stream().map(line -> line.substring(14)).distinct())
                    .hasSize(1);
            long seq = new JsonObject(answers.getFirst()).getLong("seq");
            assertThat(seq).isEqualTo(2);
            RawPacket next = RawPacket.of(ELECTION, 7, 13, 1, 2);
            Client.Reply after = node.client().post(next.sign1(seed(13)));
            assertThat(after.json().getLong("seq")).isEqualTo(3);
            JsonObject result = node.client().shown(7, 3);
            assertThat(Client.votes(result)).containsExactly(31, 22);
            assertThat(result.getJsonObject("branches").getInteger("reported")).isEqualTo(2);
        }
    }

    /// Answers of single requests, as lines of a batch.
    private static List<String> singles(Client client, byte[] message) {
        return Stream.generate(() -> client.post(message))
                .limit(SINGLE)
                .map(reply ->
                        "{\"status\":" + reply.status() + "," + reply.body().substring(1))
                .toList();
    }
}
