package org.shomar.aggregator.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The readers of a topic on one event loop, and its newest state there, if it has come yet.
final class Group {
    private final List<Subscription> readers = new ArrayList<>();
    private Optional<Publication> newest = Optional.empty();

    Optional<Publication> newest() {
        return newest;
    }

    void newest(Publication publication) {
        newest = Optional.of(publication);
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    void add(Subscription reader) {
        reader.standAt(readers.size());
        readers.add(reader);
    }

    /// The last one takes the place that becomes free.
    void remove(Subscription reader) {
        Subscription last = readers.removeLast();
        if (last != reader) {
            readers.set(reader.place(), last);
            last.standAt(reader.place());
        }
    }

    /// For each reader, from the last to the first. The task may remove readers: one that
    /// thereby moves down may be met again. Who comes meanwhile is not met.
    void each(Consumer<Subscription> task) {
        for (int place = readers.size() - 1; place >= 0; place--) {
            if (place < readers.size()) {
                task.accept(readers.get(place));
            }
        }
    }
}
