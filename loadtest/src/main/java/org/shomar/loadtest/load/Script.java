package org.shomar.loadtest.load;

import java.util.SplittableRandom;

/// Which (branch, contest) each packet belongs to and what it is. A pure function of the seed,
/// the number of pairs and the mix: a longer script begins with the shorter one.
///
/// Fresh packets go through the pairs in the order of the night, and when all have one, round
/// again: those are further revisions.
final class Script {
    /// A duplicate repeats one of so many packets before it.
    private static final int MEMORY = 10_000;

    private static final int NONE = -1;

    private final Kind[] kinds;
    private final int[] pairs;
    private final int[] repeats;

    /// @param pairCount positive
    /// @param count     packets
    Script(long seed, Mix mix, int pairCount, int count) {
        kinds = new Kind[count];
        pairs = new int[count];
        repeats = new int[count];
        int[] counting = new int[count];
        int countingCount = 0;
        int next = 0;
        for (int n = 0; n < count; n++) {
            SplittableRandom random = Dice.of(seed, n);
            Kind kind = mix.draw(random);
            repeats[n] = NONE;
            if (countingCount == 0 && (kind == Kind.DUPLICATE || kind == Kind.AMENDMENT)) {
                kind = Kind.FRESH; // there is nothing yet to repeat or to amend
            }
            switch (kind) {
                case FRESH, SLOW, SKEW -> pairs[n] = next++ % pairCount;
                case AMENDMENT -> pairs[n] = random.nextInt(Math.min(next, pairCount));
                case DUPLICATE -> {
                    int back = 1 + random.nextInt(Math.min(MEMORY, countingCount));
                    repeats[n] = counting[countingCount - back];
                    pairs[n] = pairs[repeats[n]];
                }
                case FORGED, MALFORMED -> pairs[n] = random.nextInt(pairCount);
            }
            kinds[n] = kind;
            if (kind.counts()) {
                counting[countingCount++] = n;
            }
        }
    }

    int count() {
        return kinds.length;
    }

    Kind kind(int n) {
        return kinds[n];
    }

    /// Index of its (branch, contest).
    int pair(int n) {
        return pairs[n];
    }

    /// The packet whose bytes a duplicate repeats.
    int repeated(int n) {
        return repeats[n];
    }
}
