package org.shomar.aggregator.ledger;

import org.jspecify.annotations.Nullable;

/// A ledger that will not start. The message says what is wrong and what to do.
public final class LedgerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerRefusedException(String message) {
        super(message);
    }

    LedgerRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
