package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Goal: packets of one (branch, contest) are never out of order, and none is lost.
///
/// Method: batches and single packets, settled and set back at random, until all are settled.
class TurnsTest {
    private static final int PAIRS = 5;
    private static final int COUNT = 600;

    private final Script script = new Script(
            1, Mix.parse("duplicates=10%,forged=5%,slow=5%,amendments=10%"), PAIRS, COUNT);
    private final Turns turns = new Turns(script, PAIRS);
    private final List<List<Integer>> underWay = new ArrayList<>();
    private final List<Integer> delayed = new ArrayList<>();
    private final Set<Integer> settled = new TreeSet<>();
    private final Map<Integer, Integer> lastOfPair = new HashMap<>();

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keepsTheOrderOfEachPair(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int next = 0;
        while (settled.size() < COUNT) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (next < COUNT) {
                        turns.add(next++);
                    }
                }
                case 2 -> take(random);
                case 3 -> {
                    if (!underWay.isEmpty()) {
                        answer(underWay.remove(random.nextInt(underWay.size())), random);
                    }
                }
                default -> {
                    if (!delayed.isEmpty()) {
                        turns.again(delayed.remove(random.nextInt(delayed.size())));
                    }
                }
            }
        }
        assertThat(underWay).isEmpty();
    }

    private void take(SplittableRandom random) {
        if (turns.readySlowCount() > 0) {
            underWay.add(List.of(turns.takeSlow()));
        } else if (turns.readyCount() > 0) {
            List<Integer> batch = turns.take(1 + random.nextInt(20));
            assertThat(batch).noneMatch(n -> script.kind(n) == Kind.SLOW);
            underWay.add(batch);
        }
        Map<Integer, Integer> requestOf = new HashMap<>();
        for (int request = 0; request < underWay.size(); request++) {
            for (int n : underWay.get(request)) {
                if (script.kind(n).ordered()) {
                    assertThat(requestOf.merge(script.pair(n), request, (a, b) -> a))
                            .as("a pair is in one request at a time")
                            .isEqualTo(request);
                }
            }
        }
    }

    /// From some place on, all packets of some pairs are refused for now.
    private void answer(List<Integer> batch, SplittableRandom random) {
        Set<Integer> refusing = new HashSet<>();
        List<Integer> unsettled = new ArrayList<>();
        for (int n : batch) {
            if (random.nextInt(10) == 0 || refusing.contains(script.pair(n))) {
                refusing.add(script.pair(n));
                unsettled.add(n);
            } else {
                settle(n);
            }
        }
        delayed.addAll(turns.setBack(unsettled));
    }

    private void settle(int n) {
        assertThat(settled.add(n)).as("settled once").isTrue();
        if (script.kind(n).ordered()) {
            Integer before = lastOfPair.put(script.pair(n), n);
            assertThat(before == null || before < n).as("in order").isTrue();
        }
        turns.settled(n);
    }
}
