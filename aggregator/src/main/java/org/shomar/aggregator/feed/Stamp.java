package org.shomar.aggregator.feed;

/// Names the published totals of a contest without holding them.
///
/// @param seq     of the contest's last entry, 0 before the first
/// @param repairs how often totals came again under a sequence that they had before
record Stamp(long seq, long repairs) {
    static final Stamp FIRST = new Stamp(0, 0);

    /// Of the totals that come next; their sequence is not lower.
    Stamp next(long nextSeq) {
        return new Stamp(nextSeq, nextSeq == seq ? repairs + 1 : repairs);
    }
}
