package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Generate.Generated;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Goal: a database that goes away while packets are sent costs time and nothing else.
///
/// Method: single packets over several connections while the PostgreSQL of the server is
/// killed twice, once in order and once with SIGKILL; each is sent again for as long as its
/// answer says `later`. (Frozen, it is in [AlertsTest].)
class OutageTest {
    private static final int CONNECTIONS = 6;

    /// After so many packets PostgreSQL gets a signal: a fast shutdown, then no chance at all.
    private static final Map<Integer, String> SIGNALS = Map.of(150, "-INT", 400, "-KILL");

    @Test
    void noPacketIsLostWhileTheDatabaseIsAway() {
        Rehearsal night = ((Generated.Ready) Generate.rehearsal(
                        new Generate.Options("IR-08", 600, 2, 5), Ed25519.fastest()))
                .rehearsal();
        Definition definition = ((Loaded.Sound)
                        DefinitionLoader.load(night.definition(), Ed25519.fastest()))
                .definition();
        List<byte[]> packets =
                IntStream.range(0, night.packetCount()).mapToObj(night::packet).toList();
        try (Node node = Node.start(definition)) {
            AtomicInteger begun = new AtomicInteger();
            List<Callable<JsonObject>> tasks = new ArrayList<>();
            for (byte[] packet : packets) {
                tasks.add(() -> {
                    String signal = SIGNALS.get(begun.incrementAndGet());
                    if (signal != null) {
                        String postmaster =
                                Long.toString(Node.postmaster(node.data).pid());
                        new ProcessBuilder("kill", signal, postmaster).start().waitFor();
                    }
                    return untilStored(node.client(), packet);
                });
            }
            List<JsonObject> stored = Sending.together(CONNECTIONS, tasks);

            Map<Integer, Long> heads = new HashMap<>();
            Set<Long> places = new HashSet<>();
            for (int i = 0; i < packets.size(); i++) {
                long seq = stored.get(i).getLong("seq");
                places.add(seq);
                heads.merge(Sending.contest(packets.get(i)), seq, Math::max);
                assertThat(node.client().post(packets.get(i)).json()).isEqualTo(stored.get(i));
            }
            assertThat(places).hasSameSizeAs(packets);
            night.expected().forEach((contest, votes) -> assertThat(Client.votes(
                            node.client().shown(contest, heads.getOrDefault(contest, 0L))))
                    .isEqualTo(votes));
        }
    }

    /// Sends one packet as often as it is asked for.
    private static JsonObject untilStored(Client client, byte[] packet) {
        while (true) {
            Client.Reply reply = client.post(packet);
            if (reply.status() == 200 || reply.status() == 201) {
                return reply.json();
            }
            assertThat(reply.status()).as(reply.body()).isEqualTo(503);
            assertThat(reply.json().getString("code")).isIn("overloaded", "outcome-unknown");
            assertThat(reply.json().getString("retry")).isEqualTo("later");
            assertThat(reply.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 30L);
        }
    }
}
