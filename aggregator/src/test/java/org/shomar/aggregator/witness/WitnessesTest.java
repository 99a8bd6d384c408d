package org.shomar.aggregator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shomar.aggregator.witness.TestLog.ORIGIN;
import static org.shomar.aggregator.witness.WitnessState.Standing.FORKED;
import static org.shomar.aggregator.witness.WitnessState.Standing.LATE;
import static org.shomar.aggregator.witness.WitnessState.Standing.NEW;
import static org.shomar.aggregator.witness.WitnessState.Standing.OK;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.proof.Note;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Goal: checkpoints are published with the cosignatures of those who are well, whatever the
/// others do; who recovers is asked again; who saw another log raises an alarm.
///
/// Method: real witnesses behind sockets that hang, lie or are closed. Where a round must not
/// wait, what it would wait for is far longer than the test may take.
@Timeout(Stand.WAIT_SECONDS)
class WitnessesTest {
    private static final TestLog LOG = TestLog.of(ORIGIN, 400);
    private static final long FAR = TimeUnit.MINUTES.toMillis(30);

    /// Waits a little for a witness, and far too long for its answer.
    private static final WitnessConfig HASTY = new WitnessConfig(250, FAR, 1, 2);

    /// Would wait far too long for a witness.
    private static final WitnessConfig PATIENT = new WitnessConfig(FAR, FAR, 1, 2);

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final OtherWitness first;
    private final OtherWitness second;
    private final List<Witnesses> opened = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    WitnessesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.first = new OtherWitness(vertx, folder, 1, LOG);
        this.second = new OtherWitness(vertx, folder, 2, LOG);
    }

    @BeforeEach
    void listen() {
        logged.start();
        ((Logger) LoggerFactory.getLogger(Peer.class)).addAppender(logged);
    }

    @AfterEach
    void close() throws IOException {
        ((Logger) LoggerFactory.getLogger(Peer.class)).detachAppender(logged);
        opened.forEach(witnesses -> Stand.await(witnesses.close()));
        first.close();
        second.close();
        Stand.await(vertx.close());
    }

    private Witnesses ask(WitnessConfig config, OtherWitness... witnesses) {
        Witnesses made = Witnesses.of(
                vertx, List.of(witnesses).stream().map(OtherWitness::address).toList(), config);
        opened.add(made);
        return made;
    }

    private static Note round(Witnesses witnesses, long size) {
        Note note = Stand.await(witnesses.cosign(LOG.note(size), LOG.at(size)));
        assertThat(note.text()).isEqualTo(LOG.note(size).text());
        assertThat(note.isSignedBy(LOG.key())).isTrue();
        return note;
    }

    private static List<WitnessState.Standing> standings(Witnesses witnesses) {
        return witnesses.states().stream().map(WitnessState::standing).toList();
    }

    private long alarms(Level level) {
        return List.copyOf(logged.list).stream()
                .filter(event -> event.getLevel().equals(level))
                .count();
    }

    @Test
    void aCheckpointBearsEveryCosignature() throws Exception {
        Witnesses witnesses = ask(PATIENT, first, second);
        assertThat(standings(witnesses)).containsExactly(NEW, NEW);
        for (long size : new long[] {0, 1, 7, 64, 64, 399}) {
            Note note = round(witnesses, size);
            assertThat(note.signatures()).hasSize(3);
            Note published = Note.parse(note.toString());
            assertThat(published.isSignedBy(first.key())).isTrue();
            assertThat(published.isSignedBy(second.key())).isTrue();
            assertThat(witnesses.states()).allMatch(state -> state.size() == size);
        }
        assertThat(standings(witnesses)).containsExactly(OK, OK);
        assertThat(first.size()).isEqualTo(399);
        assertThat(alarms(Level.WARN) + alarms(Level.ERROR)).isZero();
    }

    @Test
    void theSizeOfAWitnessIsLearntFromItself() {
        round(ask(PATIENT, first), 77);
        assertThat(round(ask(PATIENT, first, second), 300).signatures()).hasSize(3);
        assertThat(first.requests.get()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hangs",
                "breaks off",
                "floods",
                "status 500",
                "redirects",
                "no signature",
                "garbage",
                "another key",
                "another text",
                "conflict without a size",
                "conflict with itself",
                "does not watch",
                "does not know the key"
            })
    void publicationGoesOnAndWhoRecoversIsBack(String fault) {
        second.behave(behaviour(fault));
        Witnesses witnesses = ask(HASTY, first, second);
        for (long size = 1; size <= 5; size++) {
            Note note = round(witnesses, size);
            assertThat(note.signatures()).hasSize(2);
            assertThat(note.isSignedBy(first.key())).isTrue();
            assertThat(standings(witnesses)).containsExactly(OK, LATE);
        }
        assertThat(witnesses.states().getLast().reason()).isNotEmpty();
        assertThat(alarms(Level.WARN)).isEqualTo(1);
        assertThat(alarms(Level.ERROR)).isZero();
        second.behaveWell();
        backAgain(witnesses, 6);
    }

    private Handler<HttpServerRequest> behaviour(String fault) {
        return switch (fault) {
            case "hangs" -> OtherWitness::hang;
            case "breaks off" ->
                request -> {
                    request.response().putHeader("Content-Length", "200");
                    request.response()
                            .write("\u2014 paper")
                            .onComplete(written -> request.connection().close());
                };
            case "floods" -> OtherWitness::flood;
            case "status 500" -> OtherWitness.with(500, "");
            case "redirects" ->
                request -> request.response()
                        .setStatusCode(307)
                        .putHeader("Location", first.url() + "/add-checkpoint")
                        .end();
            case "no signature" -> OtherWitness.with(200, "");
            case "garbage" -> OtherWitness.with(200, "\u2014 \u0000\n\u2014 a b\n\n\n\ud83d\n");
            case "another key" -> signing(TestLog.of(ORIGIN, 9).note(1).text(), 3);
            case "another text" -> signing(LOG.note(399).text(), 2);
            case "conflict without a size" -> OtherWitness.with(409, "no\n");
            case "conflict with itself" -> OtherWitness.with(409, "0\n");
            case "does not watch" -> OtherWitness.with(404, "");
            case "does not know the key" -> OtherWitness.with(403, "");
            default -> throw new AssertionError(fault);
        };
    }

    private static Handler<HttpServerRequest> signing(String text, int number) {
        return OtherWitness.with(200, TestLog.witness(number).cosign(text, 1_777_700_000) + "\n");
    }

    /// Rounds go on until the second witness is waited for and signs.
    private void backAgain(Witnesses witnesses, long from) {
        long size = from;
        while (!standings(witnesses).equals(List.of(OK, OK))) {
            round(witnesses, size);
            size = Math.min(size + 1, 350);
        }
        assertThat(round(witnesses, 399).isSignedBy(second.key())).isTrue();
    }

    @Test
    void whoIsDownIsNotWaitedForAndComesBack() throws IOException {
        Path own = folder.resolve("down");
        OtherWitness down = new OtherWitness(vertx, own, 2, LOG);
        WitnessAddress nobody = down.address();
        down.close();
        Witnesses witnesses = Witnesses.of(vertx, List.of(first.address(), nobody), PATIENT);
        opened.add(witnesses);
        for (long size = 1; size <= 20; size++) {
            assertThat(round(witnesses, size).signatures()).hasSize(2);
        }
        assertThat(standings(witnesses)).containsExactly(OK, LATE);
        assertThat(alarms(Level.WARN)).isEqualTo(1);
    }

    @Test
    void whoIsLateIsAskedButNotWaitedFor() {
        second.behave(OtherWitness.with(500, ""));
        Witnesses witnesses = ask(PATIENT, first, second);
        round(witnesses, 1);
        assertThat(standings(witnesses)).containsExactly(OK, LATE);
        second.behave(OtherWitness::hang);
        int before = second.requests.get();
        long size = 2;
        while (second.requests.get() == before) {
            round(witnesses, size);
            size = Math.min(size + 1, 300);
        }
        assertThat(round(witnesses, 301).signatures()).hasSize(2);
        assertThat(round(witnesses, 302).signatures()).hasSize(2);
        assertThat(second.requests.get()).isEqualTo(before + 1);
        second.behaveWell();
        backAgain(witnesses, 303);
    }

    @Test
    void aSlowCosignatureIsPublishedWhileTheLogIsQuiet() {
        Promise<Void> release = Promise.promise();
        second.behave(request -> second.answerAfter(release.future(), request));
        Witnesses witnesses = ask(HASTY, first, second);
        assertThat(round(witnesses, 50).signatures()).hasSize(2);
        assertThat(standings(witnesses)).containsExactly(OK, LATE);
        release.complete();
        while (round(witnesses, 50).signatures().size() < 3) {}
        assertThat(first.requests.get()).isEqualTo(1);
        assertThat(second.requests.get()).isEqualTo(1);
        assertThat(standings(witnesses)).containsExactly(OK, LATE);
        second.behaveWell();
        backAgain(witnesses, 51);
    }

    @Test
    void aWitnessOfALargerLogIsAnAlarm() {
        round(ask(PATIENT, first), 200);
        Witnesses older = ask(PATIENT, first, second);
        assertThat(round(older, 100).isSignedBy(first.key())).isFalse();
        for (long size = 101; size < 120; size++) {
            round(older, size);
        }
        assertThat(standings(older)).containsExactly(FORKED, OK);
        assertThat(older.states().getFirst().size()).isEqualTo(200);
        assertThat(older.states().getFirst().reason()).contains("200").contains("rolled back");
        assertThat(alarms(Level.ERROR)).isEqualTo(1);
        while (!standings(older).equals(List.of(OK, OK))) {
            round(older, 399);
        }
    }

    @Test
    void aWitnessOfAnotherLogIsAnAlarm() {
        TestLog fork = LOG.forkedAfter(60, 400);
        Witnesses honest = ask(PATIENT, first);
        round(honest, 100);
        Witnesses forked = ask(PATIENT, first);
        Note note = Stand.await(forked.cosign(fork.note(100), fork.at(100)));
        assertThat(note.signatures()).hasSize(1);
        assertThat(standings(forked)).containsExactly(FORKED);
        assertThat(forked.states().getFirst().reason()).contains("another log of 100 entries");

        Witnesses continued = ask(PATIENT, first);
        Stand.await(continued.cosign(fork.note(150), fork.at(150)));
        assertThat(standings(continued)).containsExactly(FORKED);
        assertThat(continued.states().getFirst().reason()).contains("no continuation");
        assertThat(alarms(Level.ERROR)).isEqualTo(2);
        assertThat(round(honest, 150).isSignedBy(first.key())).isTrue();
    }

    @Test
    void theStartLearnsWhatWasCosignedWithoutAddingToIt() throws IOException {
        round(ask(PATIENT, first), 200);
        Witnesses older = ask(PATIENT, first, second);
        assertThat(Stand.await(older.seen(LOG.note(150), LOG.at(150))))
                .isEqualTo(new Witnesses.Seen(200, 2, true));
        Witnesses same = ask(PATIENT, first, second);
        assertThat(Stand.await(same.seen(LOG.note(200), LOG.at(200))))
                .isEqualTo(new Witnesses.Seen(200, 2, false));
        Witnesses newer = ask(PATIENT, first, second);
        assertThat(Stand.await(newer.seen(LOG.note(300), LOG.at(300))))
                .isEqualTo(new Witnesses.Seen(200, 2, false));
        TestLog fork = LOG.forkedAfter(60, 400);
        Witnesses other = ask(PATIENT, first);
        assertThat(Stand.await(other.seen(fork.note(200), fork.at(200))))
                .isEqualTo(new Witnesses.Seen(200, 1, true));
        assertThat(first.size()).isEqualTo(200);
        assertThat(second.size()).isZero();
        second.behave(OtherWitness::hang);
        Witnesses mute = ask(new WitnessConfig(250, 250, 1, 2), second);
        assertThat(Stand.await(mute.seen(LOG.note(1), LOG.at(1))))
                .isEqualTo(new Witnesses.Seen(0, 0, false));
        second.behaveWell();
        assertThat(round(newer, 300).signatures()).hasSize(3);
    }

    @Test
    void aConnectionThatTheWitnessClosedIsNoFault() {
        Witnesses witnesses = ask(PATIENT, first, second);
        for (long size = 1; size <= 5; size++) {
            assertThat(round(witnesses, size).signatures()).hasSize(3);
            first.behaveWell(); // closes
        }
        assertThat(standings(witnesses)).containsExactly(OK, OK);
        assertThat(alarms(Level.WARN)).isZero();
    }

    @Test
    void noWitnessesIsNoDelay() {
        assertThat(round(ask(PATIENT), 5).signatures()).hasSize(1);
        assertThat(Stand.await(ask(PATIENT).seen(LOG.note(5), LOG.at(5))))
                .isEqualTo(new Witnesses.Seen(0, 0, false));
    }

    @Test
    void whatIsNoRoundIsAnError() {
        Witnesses witnesses = ask(HASTY, first);
        assertThatThrownBy(() -> Stand.await(witnesses.cosign(LOG.note(5), LOG.at(6))))
                .isInstanceOf(IllegalArgumentException.class);
        first.behave(OtherWitness::hang);
        var round = witnesses.cosign(LOG.note(5), LOG.at(5));
        assertThatThrownBy(() -> Stand.await(witnesses.cosign(LOG.note(6), LOG.at(6))))
                .hasMessage("a round is under way");
        assertThat(Stand.await(round).signatures()).hasSize(1);
        WitnessAddress once = first.address();
        assertThatThrownBy(() -> Witnesses.of(vertx, List.of(once, once), PATIENT))
                .hasMessageContaining("given twice");
    }
}
