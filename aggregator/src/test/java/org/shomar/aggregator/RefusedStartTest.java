package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Goal: a server that must not or cannot run says why in one line, ends with 2, and leaves
/// nothing behind.
///
/// Method: `serve` as the process calls it, in a surrounding with one thing wrong.
class RefusedStartTest {
    private final Path folder;
    private final Path election;

    RefusedStartTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.election =
                Files.write(folder.resolve("election.json"), new TestElection().definition.file());
    }

    @Test
    void aDatabaseThatForgetsAndOneThatIsMissing() throws IOException {
        // The library's own settings: fsync is off.
        try (EmbeddedPostgres forgetful = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Node.PROGRAMS.toFile())
                .setDataDirectory(Node.dataFolder().resolve("postgres"))
                .setLocaleConfig("locale", "C")
                .start()) {
            expectRefused(
                    "shomar: PostgreSQL runs with fsync = off",
                    "--database-url=postgresql://postgres@127.0.0.1:" + forgetful.getPort()
                            + "/postgres");
            String server = "127.0.0.1:" + forgetful.getPort();
            expectRefused(
                    "shomar: no connection to database missing at " + server + ": ",
                    "--database-url=postgresql://postgres@" + server + "/missing");
        }
    }

    @Test
    void aDatabaseThatIsNotThere() {
        expectRefused("127.0.0.1:1", "--database-url=postgresql://postgres@127.0.0.1:1/postgres");
        expectRefused(
                "the database URL must look like postgresql://user:password@host:port/database",
                "--database-url=here");
    }

    @Test
    void thePasswordOfTheDatabaseIsNotSaid() {
        for (String url : List.of(
                "postgresql://shomar:geheim@127.0.0.1:1/postgres",
                "postgresql://127.0.0.1:1/postgres?user=shomar&password=geheim&sslmode=disable",
                "postgresql://shomar:gehe@im@127.0.0.1:1/postgres")) {
            Shell.Result refused = expectRefused("shomar: ", "--database-url=" + url);
            assertThat(refused.errors()).contains("***").doesNotContain("gehe");
        }
    }

    @Test
    void anotherDefinitionOnTheSameLedger() throws IOException {
        Path data = Node.dataFolder();
        String file = new String(new TestElection().definition.file(), UTF_8);
        Server.start(
                        new TestElection().definition,
                        new ServerConfig(data, null, 0, 0, 0, null, true, null, null, List.of()))
                .close();
        Files.writeString(election, file.replace("\"seats\": 1", "\"seats\": 2"));
        expectRefused(
                "shomar: this database holds the ledger of another definition", "--data=" + data);
        assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[4]))) {
            for (String port : new String[] {"ops", "public", "ingest"}) {
                expectRefused(
                        "shomar: --" + port + "-port " + taken.getLocalPort()
                                + " cannot be opened: ",
                        "--data=" + Node.dataFolder(),
                        "--" + port + "-port=" + taken.getLocalPort());
            }
        }
    }

    @Test
    void onePortForTwoServers() {
        expectRefused(
                "--ingest-port and --public-port must differ",
                "--ingest-port=18443",
                "--public-port=18443");
        expectRefused(
                "--public-port and --ops-port must differ",
                "--public-port=18081",
                "--ops-port=18081");
    }

    @Test
    void certificatesThatCannotBeRead() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        String data = "--data=" + Node.dataFolder();
        expectRefused("--tls-cert and --tls-key go together", "--tls-cert=" + text);
        expectRefused("leave out --tls-cert", "--plain", "--tls-cert=" + text, "--tls-key=" + text);
        expectRefused(
                "shomar: --ingest-port 0 with --tls-cert " + text,
                data,
                "--tls-cert=" + text,
                "--tls-key=" + text);
    }

    @Test
    void aTilesFolderThatCannotBeWrittenOrHoldsAnotherLog() throws IOException {
        expectRefused(
                "shomar: --tiles " + election + " cannot be written: ",
                "--data=" + Node.dataFolder(),
                "--tiles=" + election);
        Path tiles = Files.createDirectory(folder.resolve("tiles"));
        String root = "A".repeat(43) + '=';
        String signature = "A".repeat(91) + '=';
        Files.writeString(
                tiles.resolve("checkpoint"),
                "shomar/other\n1\n" + root + "\n\n\u2014 shomar/other " + signature + '\n');
        expectRefused(
                "shomar: --tiles " + tiles + " holds the log shomar/other, not",
                "--data=" + Node.dataFolder(),
                "--tiles=" + tiles);
    }

    private Shell.Result expectRefused(String why, String... more) {
        Stream<String> usual = Stream.of(
                "serve",
                "--election=" + election,
                "--ingest-port=0",
                "--public-port=0",
                "--ops-port=0");
        Stream<String> data = Stream.of(more).anyMatch(option -> option.startsWith("--data="))
                ? Stream.of()
                : Stream.of("--data=" + folder.resolve("data"));
        // Ports given twice are a mistake of usage, so the usual ones give way.
        String[] arguments = Stream.concat(
                        usual.filter(option -> Stream.of(more)
                                .noneMatch(given ->
                                        given.split("=", 2)[0].equals(option.split("=", 2)[0]))),
                        Stream.concat(data, Stream.of(more)))
                .toArray(String[]::new);
        Shell.Result result = Shell.run(arguments);
        assertThat(result.exit()).as(result.errors()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains(why);
        assertThat(result.errors().lines().filter(line -> line.startsWith("\tat ")))
                .isEmpty();
        return result;
    }
}
