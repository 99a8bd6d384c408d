package org.shomar.aggregator.audit;

import org.shomar.aggregator.proof.UnfitTextException;

import java.io.IOException;
import java.util.random.RandomGenerator;

/// One way of cheating, done to an honest world.
interface Tampering {
    String name();

    /// Tampers, and tells what the auditor must find.
    Expected tamper(World world, RandomGenerator random) throws IOException, UnfitTextException;

    /// What of an enum's constants is written as a lambda.
    @FunctionalInterface
    interface Deed {
        Expected tamper(World world, RandomGenerator random) throws IOException, UnfitTextException;
    }

    /// @param leaf  exactly
    /// @param place contained in that of the difference
    record Expected(Kind kind, long leaf, String place) {
        static Expected at(Kind kind, long leaf) {
            return new Expected(kind, leaf, "");
        }

        static Expected in(Kind kind, String place) {
            return new Expected(kind, Difference.NO_LEAF, place);
        }

        boolean isFoundBy(Difference found) {
            return found.kind() == kind && found.leaf() == leaf && found.place().contains(place);
        }
    }
}
