package org.shomar.aggregator.election;

import java.util.Locale;

/// Spelt in the definition file in lower case, with `-` for `_`.
public enum Release {
    OPEN,
    GATED;

    /// The word used in the definition file and in messages.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
