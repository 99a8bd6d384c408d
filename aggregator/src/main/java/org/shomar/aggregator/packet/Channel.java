package org.shomar.aggregator.packet;

/// The road that a packet was meant to take when it was signed. The bytes stay the same
/// whichever it takes.
public enum Channel {
    NETWORK,
    CARRIED_MEDIUM,
    PRINTED_CODE,
    KEYED_IN_BY_HAND;

    /// The number that stands for it in a packet.
    public int number() {
        return ordinal();
    }
}
