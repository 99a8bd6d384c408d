package org.shomar.aggregator.packet;

/// Whether the votes are real. Part of every packet, so that a rehearsal can never be added
/// to an election.
public enum Phase {
    REHEARSAL,
    OFFICIAL;

    /// The number that stands for it in a packet.
    public int number() {
        return ordinal();
    }
}
