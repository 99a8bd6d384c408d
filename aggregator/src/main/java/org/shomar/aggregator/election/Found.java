package org.shomar.aggregator.election;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A value of the file and where it stands.
///
/// @param line from 1
record Found<T>(T value, int line) {
    /// The value, of a file without faults.
    static <T> T checked(@Nullable Found<T> found) {
        return Objects.requireNonNull(found).value();
    }
}
