package org.shomar.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.shomar.aggregator.audit.Tampering.Expected;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Goal: whatever somebody does to a log, to its files or to what is shown of it, the auditor
/// finds it and names the leaf; of an honest server it says nothing.
///
/// Method: 126 ways of cheating, each on several seeded nights. Who cheats may hold the
/// log's key and both witnesses' keys, and write everything anew; then the auditor has what
/// would give it away: an earlier checkpoint, an answer with its receipt, or the totals.
/// `-Dseed=N` replays one night.
class TamperingTest {
    private static final int KINDS_MIN = 60;
    private static final int NIGHTS = 3;

    static Stream<Tampering> tamperings() {
        List<Tampering> all = new ArrayList<>();
        Collections.addAll(all, LogTampering.values());
        Collections.addAll(all, FileTampering.values());
        Collections.addAll(all, EntryTampering.values());
        Collections.addAll(all, AnswerTampering.values());
        Collections.addAll(all, ShownTampering.values());
        return all.stream();
    }

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed == null ? LongStream.range(0, NIGHTS) : LongStream.of(seed);
    }

    static Stream<Arguments> nights() {
        return tamperings()
                .flatMap(tampering -> seeds().mapToObj(seed -> Arguments.of(tampering, seed)));
    }

    @ParameterizedTest(name = "{0}, seed={1}")
    @MethodSource("nights")
    void findsItAndNamesTheLeaf(Tampering tampering, long seed) throws Exception {
        World world = World.of(seed);
        RandomGenerator random = new SplittableRandom(seed ^ tampering.name().hashCode());
        Expected expected = tampering.tamper(world, random);
        assertThat(world.audit())
                .as("%s must be found as %s", tampering.name(), expected)
                .anyMatch(expected::isFoundBy);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void findsNothingAgainstAnHonestServer(long seed) {
        World world = World.of(seed);
        world.remember();
        for (int leaf = 1; leaf < world.entries.size(); leaf += 17) {
            world.keep(world.answer(leaf));
        }
        assertThat(world.audit()).isEmpty();
        assertThat(world.auditor.size()).isEqualTo(world.entries.size());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void findsNothingInALogThatGrowsWhileItIsFollowed(long seed) throws Exception {
        World world = World.of(seed);
        List<byte[]> all = List.copyOf(world.entries);
        for (int size : new int[] {1, 2, 255, 256, 257, all.size()}) {
            world.entries.clear();
            world.entries.addAll(all.subList(0, size));
            world.republish();
            assertThat(world.auditor.extend(Progress.NONE)).as("size %s", size).isTrue();
            world.remember();
        }
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void knowsAtLeastSixtyWaysOfCheating() {
        assertThat(tamperings().map(Tampering::name))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(KINDS_MIN);
    }
}
