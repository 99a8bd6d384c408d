package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.election.Branch;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Goal: a person at a terminal, and a script, get from an empty folder to a stored packet;
/// what is mistyped is named, and what was meant.
///
/// Method: the command line as the process calls it, its output and exit code caught; a
/// whole server to send to.
class CommandLineTest {
    private final Path folder;

    CommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aGeneratedElectionIsCheckedSignedShownAndSent() throws IOException {
        Path out = folder.resolve("night");
        Shell.Result generated = Shell.run(
                "election",
                "generate",
                "--out=" + out,
                "--province=IR-08",
                "--branches=4",
                "--contests=1",
                "--seed=3");
        assertThat(generated.exit()).as(generated.errors()).isZero();
        Path election = out.resolve("election.json");
        Definition definition = ((Loaded.Sound)
                        DefinitionLoader.load(Files.readAllBytes(election), Ed25519.fastest()))
                .definition();
        Shell.Result checked = Shell.run("election", "check", "--json", election.toString());
        assertThat(checked.exit()).isZero();
        assertThat(new JsonObject(checked.output()).getBoolean("sound")).isTrue();
        assertThat(new JsonObject(checked.output()).getString("definition"))
                .isEqualTo(definition.hash().toString());

        Branch branch = definition.branches().getFirst();
        Contest contest = definition.contest(branch.contests().getFirst()).orElseThrow();
        JsonObject written = packet(branch, contest);
        Path message = sign(out, election, branch, written);

        Shell.Result shown = Shell.run("packet", "show", message.toString());
        assertThat(shown.exit()).isZero();
        JsonObject read = new JsonObject(shown.output()).getJsonObject("packet");
        written.forEach(member -> assertThat(read.getValue(member.getKey()))
                .as(member.getKey())
                .isEqualTo(member.getValue()));
        assertThat(read.getString("definition")).isEqualTo(definition.hash().toString());

        try (Node node = Node.start(definition)) {
            Shell.Result sent = send(node, message);
            assertThat(sent.exit()).as(sent.errors()).isZero();
            assertThat(sent.output()).contains("stored, counted, seq 2, packet ");
            assertThat(send(node, message).output()).contains("stored before, counted, seq 2");
            Shell.Result json = Shell.run(
                    "packet",
                    "send",
                    "--json",
                    "--to=" + node.server().ingest(),
                    "--ca=" + node.server().certificate(),
                    message.toString());
            assertThat(new JsonObject(json.output()).getLong("seq")).isEqualTo(2);

            Path other = sign(out, election, branch, written.put("note", "another"));
            Shell.Result refused = send(node, other);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output()).contains("refused, 409 revision-conflict: ");
        }
    }

    private static JsonObject packet(Branch branch, Contest contest) {
        JsonArray votes = new JsonArray();
        contest.candidates().forEach(candidate -> votes.add(1));
        JsonObject packet = new JsonObject()
                .put("contest", contest.contest())
                .put("branch", branch.branch())
                .put("counted_at", 1_777_700_000)
                .put("issued", contest.candidates().size())
                .put("cast", contest.candidates().size())
                .put("blank", 0)
                .put("invalid", 0)
                .put("votes", votes)
                .put("note", "شمارش می‌شود");
        JsonArray lists = new JsonArray();
        contest.lists().forEach(list -> lists.add(0));
        return lists.isEmpty() ? packet : packet.put("list_votes", lists);
    }

    private Path sign(Path out, Path election, Branch branch, JsonObject packet)
            throws IOException {
        Path json = Files.writeString(folder.resolve("packet.json"), packet.encode());
        Path message = folder.resolve("packet.cose");
        Shell.Result signed = Shell.run(
                "packet",
                "sign",
                "--election=" + election,
                "--key=" + out.resolve("keys").resolve(branch.branch() + "-presiding.key"),
                "--in=" + json,
                "--out=" + message);
        assertThat(signed.exit()).as(signed.errors()).isZero();
        return message;
    }

    private static Shell.Result send(Node node, Path message) {
        return Shell.run("packet", "send", "--to=" + node.server().ingest(), message.toString());
    }

    @Test
    void aFaultyDefinitionIsNamedWithAllItsFaults() throws IOException {
        String file = new String(new TestElection().definition.file(), UTF_8)
                .replace("\"contests\": [7, 11]", "\"contests\": [7, 99]")
                .replace(
                        "\"parent\": \"IR\", \"name\": {\"fa\": \"تهران\"}",
                        "\"parent\": \"IQ\", \"name\": {\"fa\": \"تهران\"}");
        Path election = Files.writeString(folder.resolve("faulty.json"), file);
        Shell.Result checked = Shell.run("election", "check", election.toString());
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.output()).contains("99").contains("IQ").contains(election + ":");
        Shell.Result json = Shell.run("election", "check", "--json", election.toString());
        assertThat(json.exit()).isEqualTo(1);
        assertThat(new JsonObject(json.output()).getBoolean("sound")).isFalse();
        int faults = new JsonObject(json.output()).getJsonArray("faults").size();
        assertThat(faults).isGreaterThanOrEqualTo(2);

        Shell.Result served = serve(election);
        assertThat(served.exit()).isEqualTo(2);
        assertThat(served.errors()).contains("99").contains("IQ").contains(faults + " faults");
        assertThat(served.output()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            serv                                     | serve
            serve --electoin=x.json                  | --election
            serve                                    | Missing required option
            serve --election=x.json --ingest-port=99999 --data=x | there is no file x.json
            serve --election=x.json --ingest-port=https | not an int
            packet                                   | sign, show, send or receipt?
            packet shwo x                            | show
            packet show nothing.cose                 | there is no file nothing.cose
            election check nothing.json              | there is no file nothing.json
            witness                                  | Missing required option
            witness --log=abc                        | --log is the vkey of a log, or the address
            witness --log=abc --port=99999           | a port is 0..65535
            packet send --to=ftp://127.0.0.1 x.cose  | --to must be like https://127.0.0.1:8443
            """)
    void wrongUsageEndsWith2AndSaysWhatIsMeant(String arguments, String hint) {
        Shell.Result result = Shell.run(arguments.split(" ", -1));
        assertThat(result.exit()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors()).contains(hint);
        assertThat(result.output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "serve",
                "election",
                "election import",
                "election generate",
                "election check",
                "packet",
                "packet sign",
                "packet show",
                "packet send",
                "witness"
            })
    void everyCommandExplainsItself(String command) {
        Shell.Result result = Shell.run((command + " --help").strip().split(" ", -1));
        assertThat(result.exit()).as(result.errors()).isZero();
        assertThat(result.output()).startsWith("Usage: shomar " + command);
    }

    private Shell.Result serve(Path election) {
        return Shell.run(
                "serve",
                "--election=" + election,
                "--data=" + folder.resolve("data"),
                "--ingest-port=0",
                "--public-port=0",
                "--ops-port=0");
    }
}
