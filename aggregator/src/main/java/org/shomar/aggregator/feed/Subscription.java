package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

/// One topic of one reader: what the reader has of it. Lives on the event loop of the reader's
/// connection.
///
/// A delivery to thousands of readers comes past each of these once, so what it needs lies in
/// the object itself, not in maps beside it.
final class Subscription {
    private static final int NOWHERE = -1;
    private static final long NOTHING = -1;
    private static final long UNKNOWN = 0;

    private final Reader reader;
    private final Topic topic;
    private long version = UNKNOWN;
    private long seq = NOTHING;
    private int place = NOWHERE;

    Subscription(Reader reader, Topic topic) {
        this.reader = reader;
        this.topic = topic;
    }

    Reader reader() {
        return reader;
    }

    Topic topic() {
        return topic;
    }

    /// The reader says what it has.
    ///
    /// @param after the sequence of a state that it got from whatever node; null for none
    void claimed(@Nullable Long after) {
        version = UNKNOWN;
        seq = after == null ? NOTHING : after;
    }

    /// What to send for a state; null when the reader has it, or a newer one from another
    /// node: nothing then until the next change.
    @Nullable
    TextFrame due(Publication publication) {
        if (version == publication.version() || publication.seq() < seq) {
            return null;
        }
        if (version == UNKNOWN && publication.seq() == seq) {
            version = publication.version();
            return null;
        }
        TextFrame delta = publication.deltaAfter(version);
        return delta == null ? publication.snapshot() : delta;
    }

    /// The state was sent.
    void sent(Publication publication) {
        version = publication.version();
        seq = publication.seq();
    }

    /// Where it stands in the list of its [Group].
    int place() {
        return place;
    }

    void standAt(int newPlace) {
        place = newPlace;
    }
}
