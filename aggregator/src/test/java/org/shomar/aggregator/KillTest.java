package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Generate.Generated;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.verify.Ed25519;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Goal: what was answered before `kill -9` is there afterwards with the same answer, and
/// sending everything again ends in exactly the right totals.
///
/// Method: the server is a process; it is killed while it answers a batch, the second time
/// together with all of its PostgreSQL, and started again on the same data.
class KillTest {
    /// How many answers say 201 before each kill. The second kill comes with the very
    /// first, when a COMMIT that was not waited for would still be under way.
    private static final int[] FIRST_ANSWERS_BEFORE_KILL = {400, 1};

    private static final String FIRST = "{\"status\":201,";
    private static final String AGAIN = "{\"status\":200,";

    @Test
    void whatWasAnsweredOutlivesKill9(@TempDir Path folder) throws IOException {
        Rehearsal night = ((Generated.Ready) Generate.rehearsal(
                        new Generate.Options("IR-23", 4_000, 3, 11), Ed25519.fastest()))
                .rehearsal();
        Path election = Files.write(folder.resolve("election.json"), night.definition());
        Path data = Node.dataFolder();
        List<byte[]> packets = IntStream.range(0, night.packetCount())
                .parallel()
                .mapToObj(night::packet)
                .toList();
        List<String> answered = List.of();
        for (int kill = 0; kill < FIRST_ANSWERS_BEFORE_KILL.length; kill++) {
            try (ServerProcess server = ServerProcess.start(election, data);
                    Client client = server.client()) {
                List<ProcessHandle> postgres = kill == 0 ? List.of() : postgres(data);
                List<String> lines =
                        batchUntilKilled(packets, FIRST_ANSWERS_BEFORE_KILL[kill], client, () -> {
                            postgres.forEach(ProcessHandle::destroyForcibly);
                            server.kill();
                        });
                expectSameAnswers(lines, answered);
                answered = lines;
                System.out.println(
                        "killed after " + lines.size() + " answers of " + packets.size());
            }
        }
        assertThat(answered).hasSizeLessThan(packets.size());
        try (ServerProcess server = ServerProcess.start(election, data);
                Client client = server.client()) {
            List<String> all = client.batch(packets);
            assertThat(all).hasSameSizeAs(packets).allMatch(KillTest::stored);
            expectSameAnswers(all, answered);
            assertThat(all.stream().map(KillTest::place).distinct()).hasSameSizeAs(packets);
            expectTotals(client, night, packets, all);
        }
    }

    /// The lines that arrived whole. The server is killed after some hundred new ones,
    /// while it works on the rest.
    private static List<String> batchUntilKilled(
            List<byte[]> packets, int firstAnswers, Client client, Runnable kill) {
        List<String> lines = new ArrayList<>();
        int fresh = 0;
        InputStream answer = client.sendFor(
                        client.batchOf(BodyPublishers.ofByteArrays(packets)),
                        BodyHandlers.ofInputStream())
                .body();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(answer, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                fresh += line.startsWith(FIRST) ? 1 : 0;
                if (fresh == firstAnswers) {
                    kill.run();
                    fresh++;
                }
            }
        } catch (IOException killed) {
            // the rest is lost, as meant
        }
        assertThat(fresh).isGreaterThan(firstAnswers);
        return lines;
    }

    /// All its processes: when they are killed, as by a power cut, none finishes what it does.
    private static List<ProcessHandle> postgres(Path data) {
        ProcessHandle postmaster = Node.postmaster(data);
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    /// What `before` says to be stored is there, word for word, but not for the first time.
    private static void expectSameAnswers(List<String> lines, List<String> before) {
        for (int i = 0; i < before.size(); i++) {
            if (stored(before.get(i))) {
                assertThat(lines.get(i)).isEqualTo(before.get(i).replace(FIRST, AGAIN));
            }
        }
    }

    private static void expectTotals(
            Client client, Rehearsal night, List<byte[]> packets, List<String> answers) {
        night.expected().forEach((contest, votes) -> {
            long last = IntStream.range(0, packets.size())
                    .filter(i -> Sending.contest(packets.get(i)) == contest)
                    .mapToLong(i -> place(answers.get(i)))
                    .max()
                    .orElse(0);
            assertThat(Client.votes(client.shown(contest, last))).isEqualTo(votes);
        });
    }

    private static boolean stored(String line) {
        return line.startsWith(FIRST) || line.startsWith(AGAIN);
    }

    private static long place(String line) {
        return new JsonObject(line).getLong("seq");
    }
}
