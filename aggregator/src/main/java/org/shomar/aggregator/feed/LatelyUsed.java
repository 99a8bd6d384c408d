package org.shomar.aggregator.feed;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Values that were asked for lately, as many as fit; the least lately asked for is dropped
/// first. May be used from any thread.
final class LatelyUsed<K, V> {
    private final long bytesMax;
    private final ToLongFunction<V> weigh;
    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// @param weigh bytes of a value; always the same for the same one
    LatelyUsed(long bytesMax, ToLongFunction<V> weigh) {
        this.bytesMax = bytesMax;
        this.weigh = weigh;
    }

    synchronized @Nullable V get(K key) {
        return kept.get(key);
    }

    synchronized void put(K key, V value) {
        V old = kept.put(key, value);
        bytes += weigh.applyAsLong(value) - (old == null ? 0 : weigh.applyAsLong(old));
        Iterator<V> eldest = kept.values().iterator();
        while (bytes > bytesMax && eldest.hasNext()) {
            bytes -= weigh.applyAsLong(eldest.next());
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
