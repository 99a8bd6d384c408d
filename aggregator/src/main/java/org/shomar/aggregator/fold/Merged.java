package org.shomar.aggregator.fold;

/// What became of a run of entries offered to a [ContestTally].
public sealed interface Merged {
    /// The run is in the totals, now or before.
    ///
    /// @param contestSeq the tally's last entry, at least the run's last; 0 before the first
    record UpTo(long contestSeq) implements Merged {}

    /// The run, or the rest of it after a gap, was not applied: an earlier entry is
    /// missing.
    ///
    /// @param from the `contest_seq` that the tally needs next; everything before it is
    ///             applied
    record Behind(long from) implements Merged {}

    /// The tally's last entry after this answer.
    default long head() {
        return switch (this) {
            case UpTo upTo -> upTo.contestSeq();
            case Behind behind -> behind.from() - 1;
        };
    }
}
