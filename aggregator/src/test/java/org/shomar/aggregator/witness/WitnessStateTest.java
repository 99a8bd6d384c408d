package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.witness.TestLog.ORIGIN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.proof.NoteKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Goal: what a witness signed it never forgets and never takes back: not by a restart, a
/// crash, a broken disk, or by two requests at once.
///
/// Method: the folder is looked at, broken and reopened between the requests; the clock,
/// which is asked after the disk and before the signature, is where the test steps in.
@Timeout(Stand.WAIT_SECONDS)
class WitnessStateTest {
    private static final TestLog LOG = TestLog.of(ORIGIN, 300);

    private final Path folder;

    WitnessStateTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Witness open(InstantSource clock) throws IOException {
        return Witness.open(folder, TestLog.witness(1), List.of(LOG.key()), clock);
    }

    private Witness open() throws IOException {
        return open(InstantSource.system());
    }

    /// The one file of the one log.
    private Path state() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith(".note"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aRestartKeepsWhatWasSigned() throws IOException {
        try (Witness witness = open()) {
            assertThat(witness.answer(LOG.request(0, 100)))
                    .isInstanceOf(WitnessAnswer.Cosigned.class);
        }
        assertThat(Files.readString(state())).isEqualTo(LOG.note(100).toString());
        try (Witness witness = open()) {
            assertThat(witness.answer(LOG.request(0, 50)))
                    .isEqualTo(new WitnessAnswer.Conflict(100));
            TestLog fork = LOG.forkedAfter(99, 200);
            assertThat(witness.answer(fork.request(100, 100)))
                    .isEqualTo(new WitnessAnswer.Conflict(100));
            assertThat(witness.answer(fork.request(100, 200)))
                    .isInstanceOf(WitnessAnswer.Unprocessable.class);
        }
        try (Witness witness = open()) {
            assertThat(witness.logs()).singleElement().satisfies(log -> {
                assertThat(log.size()).isEqualTo(100);
                assertThat(log.forks()).isEqualTo(1);
            });
            assertThat(witness.answer(LOG.request(100, 101)))
                    .isInstanceOf(WitnessAnswer.Cosigned.class);
        }
    }

    @Test
    void theCheckpointIsOnDiskBeforeItIsSigned() throws IOException {
        AtomicReference<String> onDisk = new AtomicReference<>();
        InstantSource dying = () -> {
            onDisk.set(text());
            throw new IllegalStateException("killed between the disk and the signature");
        };
        try (Witness witness = open()) {
            witness.answer(LOG.request(0, 100));
        }
        try (Witness witness = open(dying)) {
            assertThatThrownBy(() -> witness.answer(LOG.request(100, 200)))
                    .hasMessageContaining("killed");
        }
        assertThat(onDisk.get()).isEqualTo(LOG.note(200).toString());
        try (Witness witness = open()) {
            assertThat(witness.answer(LOG.request(100, 150)))
                    .isEqualTo(new WitnessAnswer.Conflict(200));
        }
    }

    private String text() {
        try {
            return Files.readString(state());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsSignedThatTheDiskDoesNotTake() throws IOException {
        List<Instant> signed = new ArrayList<>();
        InstantSource clock = () -> {
            signed.add(Instant.EPOCH);
            return Instant.EPOCH;
        };
        try (Witness witness = open(clock)) {
            witness.answer(LOG.request(0, 100));
            assertThat(signed).hasSize(1);
            Path inTheWay = state().resolveSibling(state().getFileName() + ".new");
            Files.createDirectory(inTheWay);
            assertThat(witness.answer(LOG.request(100, 200)))
                    .isInstanceOf(WitnessAnswer.Unavailable.class);
            assertThat(signed).hasSize(1);
            assertThat(witness.logs()).singleElement().satisfies(log -> {
                assertThat(log.failing()).isTrue();
                assertThat(log.size()).isEqualTo(100);
            });
            Files.delete(inTheWay);
            assertThat(witness.answer(LOG.request(100, 150)))
                    .isInstanceOf(WitnessAnswer.Cosigned.class);
            assertThat(witness.logs()).noneMatch(WatchedLog::failing);
        }
    }

    @Test
    void aDiskThatFailsAndCannotBeReadEndsSigning() throws IOException {
        try (Witness witness = open()) {
            witness.answer(LOG.request(0, 100));
            Path inTheWay = state().resolveSibling(state().getFileName() + ".new");
            Files.createDirectory(inTheWay);
            Files.writeString(state(), "torn");
            assertThat(witness.answer(LOG.request(100, 200)))
                    .isInstanceOf(WitnessAnswer.Unavailable.class);
            Files.delete(inTheWay);
            assertThat(witness.answer(LOG.request(100, 200)))
                    .isInstanceOf(WitnessAnswer.Unavailable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "size", "another log", "unsigned", "large", "directory"})
    void aTornOrTamperedStateRefusesTheStart(String damage) throws IOException {
        try (Witness witness = open()) {
            witness.answer(LOG.request(0, 100));
        }
        Path state = state();
        String text = Files.readString(state);
        switch (damage) {
            case "half" -> Files.writeString(state, text.substring(0, text.length() / 2));
            case "size" -> Files.writeString(state, text.replace("\n100\n", "\n10\n"));
            case "another log" ->
                Files.writeString(state, TestLog.of("a/b", 3).note(3).toString());
            case "unsigned" ->
                Files.writeString(
                        state,
                        text.replaceAll("\u2014.*\n", TestLog.witness(2).cosign(text, 1) + "\n"));
            case "large" -> Files.writeString(state, text + "x".repeat(100_000));
            case "directory" -> {
                Files.delete(state);
                Files.createDirectory(state);
            }
            default -> Files.writeString(state, damage);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(WitnessRefusedException.class)
                .hasMessageContaining(state.toString())
                .hasMessageContaining("should be the last checkpoint of " + ORIGIN)
                .hasMessageContaining("must not sign");
        Files.delete(state);
        Files.writeString(state, text);
        try (Witness witness = open()) {
            assertThat(witness.answer(LOG.request(100, 101)))
                    .isInstanceOf(WitnessAnswer.Cosigned.class);
        }
    }

    @Test
    void whatAnInterruptedWriteLeftBehindIsNoState() throws IOException {
        try (Witness witness = open()) {
            witness.answer(LOG.request(0, 100));
        }
        Files.writeString(state().resolveSibling(state().getFileName() + ".new"), "shomar/ker");
        try (Witness witness = open()) {
            assertThat(witness.answer(LOG.request(100, 101)))
                    .isInstanceOf(WitnessAnswer.Cosigned.class);
        }
    }

    @Test
    void oneProcessHasTheFolder() throws IOException {
        try (Witness first = open()) {
            assertThat(first.logs()).hasSize(1);
            assertThatThrownBy(this::open)
                    .isInstanceOf(WitnessRefusedException.class)
                    .hasMessageContaining("another witness is running on the folder " + folder);
        }
        open().close();
    }

    @Test
    void keysOfTheWrongTypeAreRefused() {
        assertThatThrownBy(() -> Witness.open(
                        folder,
                        TestLog.signer("a", NoteKey.Type.LOG, 3),
                        List.of(LOG.key()),
                        InstantSource.system()))
                .isInstanceOf(WitnessRefusedException.class);
        assertThatThrownBy(() -> Witness.open(
                        folder,
                        TestLog.witness(1),
                        List.of(TestLog.witness(2).key()),
                        InstantSource.system()))
                .isInstanceOf(WitnessRefusedException.class);
    }

    /// Many ask at once from what is held; of those that start from the same size one may
    /// win, so the cosigned steps make one chain.
    @Test
    void requestsAtOnceCannotRollTheLogBack() throws Exception {
        int clients = 8;
        List<long[]> steps = new ArrayList<>();
        try (Witness witness = open();
                ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            for (long held = 0; held < 290; ) {
                long old = held;
                CyclicBarrier start = new CyclicBarrier(clients);
                List<Future<long[]>> asked = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    long size = old + 1 + random.nextInt(9);
                    asked.add(threads.submit(() -> {
                        String body = LOG.request(old, size);
                        start.await();
                        return witness.answer(body) instanceof WitnessAnswer.Cosigned
                                ? new long[] {old, size}
                                : new long[0];
                    }));
                }
                for (Future<long[]> one : asked) {
                    if (one.get().length > 0) {
                        steps.add(one.get());
                    }
                }
                held = steps.getLast()[1];
                long next = held;
                assertThat(steps.stream().filter(step -> step[0] == old)).hasSize(1);
                assertThat(witness.logs()).singleElement().satisfies(log -> assertThat(log.size())
                        .isEqualTo(next));
            }
        }
        assertThat(steps).hasSizeGreaterThan(20);
    }
}
