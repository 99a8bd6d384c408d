package org.shomar.loadtest.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What became of the readers of a run, from their connecting to the end of the audit.
///
/// @param readers     who read what comes at once
/// @param slow        further ones, who read a frame a second
/// @param frames      shown to all of them, of every kind
/// @param dropped     how often the connection of one who reads at once ended, by close code
///                    such as `4000` and `1013`, or `lost` when there was none; must be empty
/// @param slowDropped of the slow ones, whom a server may drop
/// @param notKept     frames that were not measured, as the log of them was full
public record Readers(
        int readers,
        int slow,
        long frames,
        SortedMap<String, Long> dropped,
        SortedMap<String, Long> slowDropped,
        long notKept) {
    /// A run without any.
    public static final Readers NONE = new Readers(0, 0, 0, new TreeMap<>(), new TreeMap<>(), 0);

    public Readers {
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
        slowDropped = Collections.unmodifiableSortedMap(new TreeMap<>(slowDropped));
    }

    boolean isAny() {
        return readers + slow > 0;
    }

    /// Whether nobody who kept up was dropped.
    public boolean stayed() {
        return dropped.isEmpty();
    }

    /// For a person, such as `4000: 3, lost: 1`; `none` when empty.
    public static String byCode(SortedMap<String, Long> dropped) {
        return dropped.isEmpty()
                ? "none"
                : dropped.entrySet().stream()
                        .map(code -> code.getKey() + ": " + Figure.count(code.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
