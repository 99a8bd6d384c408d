package org.shomar.aggregator.fold;

/// Totals of one contest in one area, everything below it included.
///
/// @param expected  branches that take part
/// @param reported  branches with a packet in the totals; `eligible` is summed over these
/// @param held      branches, not annulled, whose latest revision is held
/// @param votes     in definition order
@SuppressWarnings("ArrayRecordComponent") // compared through their contest's digest
public record AreaTotals(
        int expected,
        int reported,
        int held,
        int annulled,
        long eligible,
        long issued,
        long cast,
        long blank,
        long invalid,
        long[] votes,
        long[] listVotes) {}
