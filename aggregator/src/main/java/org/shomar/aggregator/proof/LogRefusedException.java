package org.shomar.aggregator.proof;

/// The log cannot go on from here without contradicting what it said before. The message says
/// what must be put right.
public final class LogRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogRefusedException(String message) {
        super(message);
    }

    public LogRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
