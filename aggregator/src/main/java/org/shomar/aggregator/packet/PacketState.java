package org.shomar.aggregator.packet;

import java.util.Locale;

/// What became of a stored packet when it was stored.
public enum PacketState {
    /// In the totals.
    COUNTED,
    /// Stored, not in the totals: its numbers cannot be right.
    HELD;

    /// The word used in messages.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
