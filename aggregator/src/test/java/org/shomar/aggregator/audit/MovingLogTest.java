package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Goal: a comparison with a server that never stands still comes to an end, and says what was
/// not compared; a lie is not hidden by moving.
///
/// Method: a world whose log and shown totals grow between two asks, under a clock that is
/// moved by hand.
class MovingLogTest {
    private static final int START = 100;
    private static final int GROWN = 12;
    private static final int TURNS_MAX = 12;

    private final World world = World.of(1);
    private final List<byte[]> all = List.copyOf(world.entries);
    private Instant now = Instant.EPOCH;
    private final Auditor auditor = new Auditor(
            world.election.definition,
            world,
            World.TRUST,
            new Patience(Duration.ofSeconds(4), () -> now),
            found -> {});
    private final ShownAudit shown = auditor.shown();

    private void log(int size) {
        world.entries.clear();
        world.entries.addAll(all.subList(0, size));
        world.publish();
    }

    private void show(int size) {
        world.shown.clear();
        world.shown.putAll(ShownState.of(all.subList(0, size)));
    }

    /// Asks again for as long as something is not settled, a second each.
    ///
    /// @param late entries that are logged and not shown
    private void compareWhileItGrows(int late, Runnable lie) throws IOException {
        log(START);
        show(START - late);
        lie.run();
        auditor.extend(Progress.NONE);
        shown.compareAll(World.LOG.key().toString());
        for (int turn = 1; turn <= TURNS_MAX && shown.isPending(); turn++) {
            now = now.plusSeconds(1);
            log(START + GROWN * turn);
            show(START + GROWN * turn - late);
            lie.run();
            shown.again();
            auditor.extend(Progress.NONE);
        }
        assertThat(shown.isPending()).isFalse();
    }

    @Test
    void comparesResultsThatAreAlwaysBehindAndSaysThatProgressKeptMoving() throws IOException {
        compareWhileItGrows(2 * GROWN, () -> {});
        assertThat(auditor.differences()).isEmpty();
        assertThat(shown.notCompared())
                .extracting(NotCompared::path)
                .containsExactly("v1/progress");
        NotCompared progress = shown.notCompared().getFirst();
        assertThat(progress.why().en())
                .isEqualTo("kept moving: in 4 s no answer was of the" + " log's own moment");
        assertThat(progress.why().fa()).contains("پیوسته در تغییر بود");
    }

    @Test
    void findsALieInResultsThatAreAlwaysBehind() throws IOException {
        compareWhileItGrows(
                2 * GROWN, () -> ShownState.add(ShownEdits.votes(world, "v1/contests/1"), 0, 1));
        assertThat(auditor.differences()).extracting(Difference::kind).contains(Kind.VOTES);
    }

    @Test
    void aProgressThatChangesOverALogThatStandsStillIsALie() throws IOException {
        log(START);
        show(START);
        auditor.extend(Progress.NONE);
        List<Object> areas = ShownState.elements(world.shown(ProgressAudit.PATH), "areas");
        ShownState.add(area(areas), "reported", 1);
        shown.compareAll(World.LOG.key().toString());
        for (int turn = 0; turn < TURNS_MAX && shown.isPending(); turn++) {
            now = now.plusSeconds(1);
            ShownState.add(area(areas), "reported", 1);
            shown.again();
        }
        assertThat(shown.isPending()).isFalse();
        assertThat(shown.notCompared()).isEmpty();
        assertThat(auditor.differences())
                .isNotEmpty()
                .extracting(Difference::kind)
                .containsOnly(Kind.PROGRESS);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> area(List<Object> areas) {
        return (Map<String, Object>) areas.getFirst();
    }
}
