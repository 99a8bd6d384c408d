package org.shomar.loadtest.load;

import java.util.SplittableRandom;

/// Chance that follows from the seed and a number, whatever was thrown before.
final class Dice {
    private static final long STEP = 0xD1342543DE82EF95L;

    private Dice() {}

    static SplittableRandom of(long seed, long number) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ (number + 1) * STEP);
    }
}
