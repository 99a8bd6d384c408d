package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Results that were asked for lately and that nobody follows, the least lately asked for
/// dropped first. May be used from any thread.
final class ResultCache {
    /// Bytes of encoded results that are kept.
    static final long BYTES_MAX = 64L * 1_024 * 1_024;

    private final long bytesMax;
    private final Map<Topic, Publication> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ResultCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized @Nullable Publication get(Topic topic) {
        return kept.get(topic);
    }

    synchronized void put(Publication publication) {
        Publication old = kept.put(publication.topic(), publication);
        bytes += publication.body().length - (old == null ? 0 : old.body().length);
        Iterator<Publication> eldest = kept.values().iterator();
        while (bytes > bytesMax && eldest.hasNext()) {
            bytes -= eldest.next().body().length;
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
