package org.shomar.aggregator.audit;

import java.io.IOException;

/// A file of the log is not there, and may come: another node behind the same address, which
/// signed less so far, may have been asked for it.
public final class NotYetException extends IOException {
    private static final long serialVersionUID = 1;

    NotYetException(String path) {
        super(path + " is not there yet");
    }
}
