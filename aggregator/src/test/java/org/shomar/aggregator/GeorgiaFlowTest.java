package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Import;
import org.shomar.aggregator.election.rehearsal.Import.Imported;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/// Goal: a real state's result, sent as packets, comes out to the vote; sent again it changes
/// nothing; a reader who applies deltas has the same totals; a restart forgets nothing.
///
/// Method: Georgia's result of 5 November 2024 through a whole server over TLS, in batches of
/// several connections.
class GeorgiaFlowTest {
    private static final Map<String, Long> PRESIDENT = Map.of(
            "Donald J. Trump (Republican)", 2_663_110L,
            "Kamala D. Harris (Democrat)", 2_548_006L,
            "Chase Oliver (Libertarian)", 20_684L);

    @Test
    void everyVoteOfAStateIsCountedOnceAndStaysCounted() throws IOException {
        Rehearsal rehearsal = georgia();
        Definition definition = load(rehearsal.definition());
        List<byte[]> packets = IntStream.range(0, rehearsal.packetCount())
                .parallel()
                .mapToObj(rehearsal::packet)
                .toList();
        Contest president = definition.contests().stream()
                .filter(contest -> "President".equals(contest.name().en()))
                .findFirst()
                .orElseThrow();
        try (Node node = Node.start(definition);
                Follower follower = Follower.of(node.client(), "contest/" + president.contest())) {
            List<String> first = Sending.batches(node.client(), packets);
            assertThat(first).allSatisfy(line -> assertThat(line).startsWith("{\"status\":201,"));
            Map<Integer, Long> heads = heads(definition, packets, first);
            expectTotals(node.client(), rehearsal, heads);
            expectPresident(node.client(), president);

            long last = Objects.requireNonNull(heads.get(president.contest()));
            JsonObject followed = follower.at(last);
            assertThat(followed).isEqualTo(node.client().shown(president.contest(), last));
            assertThat(follower.deltas()).isPositive();

            List<String> again = Sending.batches(node.client(), packets);
            assertThat(again).isEqualTo(repeated(first));
            expectTotals(node.client(), rehearsal, heads);

            Map<Integer, String> shown = results(node.client(), definition);
            node.restart();
            assertThat(results(node.client(), definition)).isEqualTo(shown);
            assertThat(Sending.batches(node.client(), packets)).isEqualTo(repeated(first));
            assertThat(results(node.client(), definition)).isEqualTo(shown);
        }
    }

    private static Rehearsal georgia() throws IOException {
        try (InputStream file = Objects.requireNonNull(GeorgiaFlowTest.class.getResourceAsStream(
                        "/elections/georgia-2024-11-05-general.csv.gz"));
                InputStream csv = new GZIPInputStream(file)) {
            Imported imported = Import.read(
                    csv,
                    new Import.Options("georgia-2024-11-05-general", List.of(), 7),
                    Ed25519.fastest());
            assertThat(imported).isInstanceOf(Imported.Ready.class);
            return ((Imported.Ready) imported).rehearsal();
        }
    }

    private static Definition load(byte[] file) {
        return ((Loaded.Sound) DefinitionLoader.load(file, Ed25519.fastest())).definition();
    }

    /// The last sequence of each contest, as the branches were told.
    private static Map<Integer, Long> heads(
            Definition definition, List<byte[]> packets, List<String> answers) {
        Map<Integer, Long> heads = new HashMap<>();
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonObject answer = new JsonObject(answers.get(i));
            heads.merge(Sending.contest(packets.get(i)), answer.getLong("seq"), Math::max);
            seqs.add(answer.getLong("seq"));
        }
        assertThat(heads).hasSize(definition.contests().size()).hasSize(293);
        // Entry 1 is the definition's statement.
        assertThat(seqs.stream().sorted().toList())
                .isEqualTo(IntStream.range(2, packets.size() + 2)
                        .mapToObj(Long::valueOf)
                        .toList());
        return heads;
    }

    private static void expectTotals(Client client, Rehearsal rehearsal, Map<Integer, Long> heads) {
        rehearsal.expected().forEach((contest, votes) -> {
            JsonObject result = client.shown(contest, heads.getOrDefault(contest, 0L));
            assertThat(Client.votes(result)).as("contest %s", contest).isEqualTo(votes);
            assertThat(result.getString("status")).isEqualTo("unofficial-complete");
        });
    }

    private static void expectPresident(Client client, Contest president) {
        long[] votes =
                Client.votes(client.get("/v1/contests/" + president.contest()).json());
        Map<String, Long> named = new HashMap<>();
        for (int i = 0; i < votes.length; i++) {
            named.put(president.candidates().get(i).name().en(), votes[i]);
        }
        assertThat(named).containsAllEntriesOf(PRESIDENT);
    }

    /// The same answers, but not the first ones any more.
    private static List<String> repeated(List<String> first) {
        return first.stream()
                .map(line -> line.replaceFirst("\\{\"status\":201,", "{\"status\":200,"))
                .toList();
    }

    private static Map<Integer, String> results(Client client, Definition definition) {
        Map<Integer, String> results = new HashMap<>();
        for (Contest contest : definition.contests()) {
            results.put(
                    contest.contest(),
                    client.get("/v1/contests/" + contest.contest()).body());
        }
        return results;
    }
}
