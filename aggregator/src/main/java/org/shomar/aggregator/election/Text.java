package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;

/// A text for people, in Persian and English; one of the two may be missing, not both.
public record Text(@Nullable String fa, @Nullable String en) {
    public Text {
        if (fa == null && en == null) {
            throw new IllegalArgumentException("a text needs fa or en");
        }
    }
}
