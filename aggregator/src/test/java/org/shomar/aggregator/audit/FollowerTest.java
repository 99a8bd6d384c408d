package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Goal: who follows a live log is told of a fork, a rewind, a stall and a wrong total, and of
/// nothing while the server works as it should, also when it is slow to show or to sign.
///
/// Method: a world whose log grows step by step, under a clock that is moved by hand.
class FollowerTest {
    private final World world = World.of(1);
    private final List<byte[]> all = List.copyOf(world.entries);
    private final List<Difference> alarms = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Patience patience = new Patience(Duration.ofSeconds(60), () -> now);
    private final Auditor auditor =
            new Auditor(world.election.definition, this::get, World.TRUST, patience, alarms::add);
    private final Follower follower = new Follower(auditor, World.LOG.key().toString(), patience);
    private boolean silent;
    private boolean gated;

    private Source.Fetched get(String path, int bytesMax) throws IOException {
        if (silent) {
            throw new IOException("connection refused");
        }
        return gated && path.startsWith("v1/contests/")
                ? new Source.Fetched.Absent(ElectionAudit.NOT_PUBLISHED)
                : world.get(path, bytesMax);
    }

    private void log(int size) {
        world.entries.clear();
        world.entries.addAll(all.subList(0, size));
        world.publish();
    }

    private void show(int size) {
        world.shown.clear();
        world.shown.putAll(ShownState.of(all.subList(0, size)));
    }

    private Follower.Step step(long seconds) {
        now = now.plusSeconds(seconds);
        return follower.step(Progress.NONE);
    }

    @Test
    void saysNothingOfALogThatGrowsAndIsQuiet() {
        for (int size = 200; size <= 280; size += 20) {
            log(size);
            show(size);
            assertThat(step(1).grown()).isEqualTo(size == 200 ? 200 : 20);
            assertThat(step(1).grown()).isZero();
        }
        step(1_000);
        assertThat(alarms).isEmpty();
    }

    @Test
    void waitsForAServerThatIsSlowToShowOrToSign() {
        log(200);
        show(200);
        step(1);
        log(210);
        step(1);
        step(20);
        show(220);
        step(20);
        log(220);
        step(20);
        step(1);
        assertThat(alarms).isEmpty();
    }

    @Test
    void alarmsWhenWhatIsLoggedIsNotShown() {
        log(210);
        show(200);
        step(1);
        assertThat(alarms).isEmpty();
        step(30);
        step(31);
        assertThat(alarms).extracting(Difference::kind).contains(Kind.STALE);
    }

    @Test
    void alarmsWhenWhatIsShownIsNotSigned() {
        log(200);
        show(210);
        step(1);
        assertThat(alarms).isEmpty();
        step(61);
        assertThat(alarms).extracting(Difference::kind).contains(Kind.AHEAD);
    }

    @Test
    void alarmsWhenNobodyAnswers() {
        log(200);
        show(200);
        step(1);
        silent = true;
        assertThat(step(30).trouble()).contains("refused");
        assertThat(alarms).isEmpty();
        step(31);
        assertThat(alarms).extracting(Difference::kind).containsExactly(Kind.STALL);
        silent = false;
        assertThat(step(1).trouble()).isNull();
        assertThat(alarms).hasSize(1);
    }

    @Test
    void alarmsOnceForEachThing() {
        log(200);
        show(200);
        step(1);
        ShownState.add(ShownEdits.votes(world, "v1/contests/1"), 1, 1);
        step(1);
        step(1);
        step(1);
        assertThat(alarms)
                .filteredOn(alarm -> alarm.place().equals("v1/contests/1 votes[1]"))
                .hasSize(1);
    }

    @Test
    void alarmsAtARewindThatLasts() {
        log(200);
        show(200);
        step(1);
        log(150);
        step(1);
        step(30);
        assertThat(alarms).isEmpty();
        step(31);
        assertThat(alarms)
                .extracting(Difference::kind, Difference::leaf)
                .containsExactly(tuple(Kind.REWIND, 150L));
    }

    @Test
    void saysNothingOfANodeThatIsAMomentBehindAnother() {
        show(200);
        for (int turn = 0; turn < 5; turn++) {
            log(200);
            assertThat(step(30).trouble()).isNull();
            assertThat(auditor.isBehind()).isFalse();
            log(190);
            assertThat(step(30).size()).isEqualTo(200);
            assertThat(auditor.isBehind()).isTrue();
        }
        log(210);
        show(210);
        assertThat(step(30).grown()).isEqualTo(10);
        assertThat(alarms).isEmpty();
    }

    @Test
    void waitsForATileThatANodeBehindDoesNotHaveYet() {
        log(200);
        show(200);
        step(1);
        log(210);
        show(210);
        world.files.remove("tile/entries/000.p/210");
        assertThat(step(1).trouble()).contains("is not there yet");
        assertThat(step(30).trouble()).contains("is not there yet");
        log(210);
        assertThat(step(20).grown()).isEqualTo(10);
        assertThat(alarms).isEmpty();
        log(220);
        world.files.remove("tile/entries/000.p/220");
        step(1);
        assertThat(alarms).isEmpty();
        step(61);
        assertThat(alarms)
                .extracting(Difference::kind, Difference::leaf)
                .containsExactly(tuple(Kind.MISSING, 0L));
    }

    @Test
    void namesWhatIsNotPublishedUntilItIs() {
        log(200);
        show(200);
        gated = true;
        step(1);
        step(1);
        assertThat(follower.notCompared())
                .extracting(what -> what.path() + " " + what.why().en())
                .contains(
                        "v1/contests/1 is not published yet",
                        "v1/contests/1/branches is not published yet");
        gated = false;
        log(210);
        show(210);
        step(1);
        step(1);
        assertThat(follower.notCompared()).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void namesWhatIsOnlyComparedWhenTheLogIsQuietIfItNeverWas() {
        for (int size = 200; size <= 220; size += 10) {
            log(size);
            show(size);
            step(1);
            assertThat(follower.notCompared())
                    .extracting(NotCompared::path)
                    .containsExactly(
                            "v1/election",
                            "v1/contests/N/areas/CODE",
                            "v1/contests/N/branches",
                            "v1/progress");
        }
        step(1);
        assertThat(follower.notCompared()).isEmpty();
    }

    @Test
    void alarmsAtOnceAtAShorterLogThatIsAnother() {
        log(200);
        show(200);
        step(1);
        log(150);
        world.entries.set(100, world.entries.get(101));
        world.publish();
        step(1);
        assertThat(alarms)
                .extracting(Difference::kind, Difference::leaf)
                .contains(tuple(Kind.REWIND, 150L), tuple(Kind.FORK, 100L));
    }
}
