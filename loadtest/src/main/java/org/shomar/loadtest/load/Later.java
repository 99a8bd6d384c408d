package org.shomar.loadtest.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is to be done later. A server that is asked for three times what it can take refuses
/// 60,000 packets a second, and a timer for each would cost more than to send it: here the
/// things of a millisecond wait together. Adding and taking one costs the logarithm of the
/// milliseconds in which something is due. For one event loop.
final class Later<T> {
    /// When nothing waits.
    static final long NEVER = Long.MAX_VALUE;

    private final TreeMap<Long, List<T>> byMillis = new TreeMap<>();

    /// @param millis when it is due, by a clock that is the caller's
    void add(T thing, long millis) {
        byMillis.computeIfAbsent(millis, due -> new ArrayList<>()).add(thing);
    }

    /// When the first one is due; [#NEVER] when none waits.
    long firstMillis() {
        return byMillis.isEmpty() ? NEVER : byMillis.firstKey();
    }

    /// Removes and returns those that are due by now, those that were due first in front.
    List<T> take(long nowMillis) {
        Map<Long, List<T>> due = byMillis.headMap(nowMillis, true);
        List<T> all = due.values().stream().flatMap(List::stream).toList();
        due.clear();
        return all;
    }
}
