package org.shomar.aggregator.tally;

/// Told when the totals of a contest moved.
@FunctionalInterface
public interface Moved {
    /// Called on the tally's event loop; must not block.
    ///
    /// @param contestSeq of the last entry in the totals
    void moved(int contest, long contestSeq);
}
