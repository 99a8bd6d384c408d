package org.shomar.aggregator.proof;

/// A text is not what it should be: a note, a checkpoint, a receipt, a key. The message says
/// what was expected.
public final class UnfitTextException extends Exception {
    private static final long serialVersionUID = 1;

    public UnfitTextException(String message) {
        super(message);
    }
}
