package org.shomar.aggregator.witness;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A witness that will not start. The message says what is wrong and what to do.
public final class WitnessRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    WitnessRefusedException(String message) {
        super(message);
    }

    WitnessRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
