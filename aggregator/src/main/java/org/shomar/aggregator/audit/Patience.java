package org.shomar.aggregator.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How long what is asked at two moments, or of two nodes behind one address, may disagree.
///
/// @param settle 0 for not at all
public record Patience(Duration settle, InstantSource clock) {
    Instant now() {
        return clock.instant();
    }

    /// Whether what began at an instant has lasted too long.
    public boolean isOver(Instant since) {
        return !since.plus(settle).isAfter(now());
    }
}
