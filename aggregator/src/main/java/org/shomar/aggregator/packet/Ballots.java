package org.shomar.aggregator.packet;

/// Ballots of one branch in one contest, each 0..2^31-1.
///
/// @param issued  ballots handed out
/// @param cast    ballots in the box
/// @param blank   part of `cast`
/// @param invalid part of `cast`
public record Ballots(int issued, int cast, int blank, int invalid) {
    /// `cast - blank - invalid`; negative when the numbers contradict each other.
    public long valid() {
        return (long) cast - blank - invalid;
    }
}
