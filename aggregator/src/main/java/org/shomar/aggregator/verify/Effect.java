package org.shomar.aggregator.verify;

import java.util.Locale;

/// What a rule does to a packet that it applies to.
public enum Effect {
    /// Stored, not counted.
    HOLD,
    /// Counted and flagged.
    WARN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
