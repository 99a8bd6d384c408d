package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.vertx.pgclient.PgConnection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.ledger.Appended.Full;
import org.shomar.aggregator.ledger.Appended.OutcomeUnknown;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.verify.Verdict;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Goal: the PostgreSQL of a data directory is durable, belongs to one server at a time,
/// and comes back with everything whichever process was killed.
/// Method: real processes on fresh directories; kill -9.
final class LocalPostgresTest {
    private static final int WAIT_MILLIS = 500;

    private final Path dataDir = TestPostgres.dataFolder();
    private final List<LocalPostgres> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(postgres -> get(postgres.close()));
    }

    private LocalPostgres start() {
        return start(Map.of());
    }

    private LocalPostgres start(Map<String, String> overrides) {
        LocalPostgres postgres = get(
                LocalPostgres.start(TestPostgres.VERTX, dataDir, TestPostgres.PROGRAMS, overrides));
        started.add(postgres);
        return postgres;
    }

    @Test
    void keepsItsDataBetweenStartsAndIsDurable() {
        Verdict.Storable packet = Packets.first(7, 12);
        LocalPostgres one = start();
        Ledger before = open(one.url());
        get(before.append(packet));
        get(before.close());
        assertThat(show(one, "fsync")).isEqualTo("on");
        assertThat(show(one, "full_page_writes")).isEqualTo("on");
        assertThat(show(one, "synchronous_commit")).isEqualTo("on");
        assertThat(show(one, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show(one, "wal_segment_size")).isEqualTo("1MB");
        assertThat(show(one, "server_version_num")).startsWith("18");
        get(one.close());
        get(one.close());

        LocalPostgres two = start();
        Ledger after = open(two.url());
        assertThat(((Stored) get(after.append(packet))).first()).isFalse();
        get(after.close());
    }

    private static String show(LocalPostgres postgres, String name) {
        return sql(postgres.url(), "SHOW " + name).iterator().next().getString(0);
    }

    /// Our own turns are as Linux gives them to all; before 6.12 it tells neither.
    @Test
    void whoWorksForAConnectionAsksForShortTurns() {
        long usual = TimeSlice.nanos(ProcessHandle.current().pid());
        assertThat(usual > 0).isEqualTo(linuxTellsTurns());
        LocalPostgres postgres = start();
        PgConnection connection = get(PgConnection.connect(TestPostgres.VERTX, postgres.url()));
        assertThat(TimeSlice.nanos(connection.processId()))
                .isEqualTo(Math.min(usual, TimeSlice.SHORT_NANOS));
        get(connection.close());
    }

    private static boolean linuxTellsTurns() {
        String machine = System.getProperty("os.arch");
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(machine)
                && Runtime.Version.parse(System.getProperty("os.version")
                                        .replaceAll("[^0-9.].*", ""))
                                .compareTo(Runtime.Version.parse("6.12"))
                        >= 0;
    }

    @Test
    void aProcessThatIsGoneIsLeftAlone() throws InterruptedException, IOException {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        TimeSlice.shorten(gone.pid());
        assertThat(TimeSlice.nanos(gone.pid())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
    void theLedgerRefusesADatabaseWith(String settingOff) {
        LocalPostgres forgetful = start(Map.of(settingOff, "off"));
        assertThatThrownBy(() -> open(forgetful.url()))
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("PostgreSQL runs with " + settingOff + " = off")
                .hasMessageContaining("Set " + settingOff + " = on");
    }

    @Test
    void aSecondServerOnTheDirectoryIsRefusedAndTheFirstLivesOn() {
        LocalPostgres first = start();
        long pid = first.pid();
        assertThatThrownBy(this::start)
                .isInstanceOf(LedgerRefusedException.class)
                .hasMessageContaining("another server is running on the data directory");
        assertThat(show(first, "fsync")).isEqualTo("on");
        assertThat(first.pid()).isEqualTo(pid);
    }

    @Test
    void aKilledPostgresComesBackOnTheSamePortWithEverything() {
        LocalPostgres postgres = start();
        Ledger ledger = open(postgres.url());
        Verdict.Storable packet = Packets.first(7, 12);
        get(ledger.append(packet));
        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();

        Verdict.Storable next = Packets.after(packet);
        Appended answer = get(ledger.append(next));
        while (answer instanceof OutcomeUnknown || answer instanceof Full) {
            answer = get(ledger.append(next));
        }
        assertThat(((Stored) answer).seq()).isEqualTo(3);
        assertThat(((Stored) get(ledger.append(packet))).seq()).isEqualTo(2);
        get(ledger.close());
    }

    /// Frozen it keeps its connections, and nobody starts it again.
    @Test
    void aFrozenPostgresIsGivenUpAndNobodyWaitsForIt() throws IOException, InterruptedException {
        LocalPostgres postgres = start();
        Ledger ledger =
                open(postgres.url(), new LedgerConfig(512, 100, WAIT_MILLIS), committed -> {});
        Verdict.Storable packet = Packets.first(7, 12);
        ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        signal("-STOP", processes);
        try {
            assertThat(get(ledger.append(packet))).isInstanceOf(OutcomeUnknown.class);
            assertThat(ledger.state()).isEqualTo(Ledger.State.DATABASE_AWAY);
            assertThat(get(ledger.append(packet))).isInstanceOf(Full.class);
        } finally {
            signal("-KILL", processes);
        }
        Appended answer = get(ledger.append(packet));
        while (answer instanceof Full) {
            answer = get(ledger.append(packet));
        }
        assertThat(((Stored) answer).seq()).isEqualTo(2);
        get(ledger.close());
    }

    private static void signal(String signal, List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    @Test
    void takesOverAfterItsServerWasKilled() throws IOException, InterruptedException {
        Process server = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledServer.class.getName(),
                        dataDir.toString()))
                .redirectError(dataDir.resolve("killed.log").toFile())
                .start();
        long leftover;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith(KilledServer.READY)) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            leftover = Long.parseLong(line.substring(KilledServer.READY.length()));
            assertThatThrownBy(this::start).hasMessageContaining("another server is running");
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(ProcessHandle.of(leftover)).isPresent();

        LocalPostgres taken = start();
        assertThat(ProcessHandle.of(leftover)).isEmpty();
        Ledger ledger = open(taken.url());
        Stored known = (Stored) get(ledger.append(KilledServer.PACKET));
        assertThat(known.first()).isFalse();
        get(ledger.close());
    }

    @Test
    void leavesAnotherProcessOfTheStaleNumberAlone() throws IOException {
        LocalPostgres one = start();
        get(one.close());
        Path stale = dataDir.resolve("postgres").resolve("postmaster.pid");
        Files.writeString(stale, ProcessHandle.current().pid() + "\n/elsewhere\n");
        LocalPostgres two = start();
        assertThat(show(two, "fsync")).isEqualTo("on");
    }
}
