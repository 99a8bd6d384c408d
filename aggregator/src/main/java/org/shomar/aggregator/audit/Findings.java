package org.shomar.aggregator.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The differences found so far, each once, in the order found. Any thread.
final class Findings {
    /// More are only counted: a wrong file can differ in everything.
    static final int KEPT_MAX = 1_000;

    private final Consumer<Difference> listener;
    private final Map<Subject, Difference> kept = new LinkedHashMap<>();
    private long omitted;

    private record Subject(Kind kind, long leaf, String place) {}

    /// @param listener told of each difference when it is found
    Findings(Consumer<Difference> listener) {
        this.listener = listener;
    }

    synchronized void add(Difference found) {
        Subject subject = new Subject(found.kind(), found.leaf(), found.place());
        if (kept.containsKey(subject)) {
            return;
        }
        if (kept.size() == KEPT_MAX) {
            omitted++;
            return;
        }
        kept.put(subject, found);
        listener.accept(found);
    }

    synchronized List<Difference> all() {
        return new ArrayList<>(kept.values());
    }

    /// Differences beyond [#KEPT_MAX].
    synchronized long omitted() {
        return omitted;
    }
}
