package org.shomar.aggregator.command;

/// A command cannot go on; the message says why and what to do, and is all that the user sees.
final class StopException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exit;

    StopException(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    static StopException usage(String message) {
        return new StopException(Exit.USAGE, message);
    }

    int exit() {
        return exit;
    }
}
