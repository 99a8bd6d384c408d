package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.TilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Entry bundles, read from the ledger when they are asked for, and those asked for lately.
/// Requests that come while a bundle is being read share it. May be used from any thread.
///
/// A bundle is 256 messages, about 130 KB and at most 16.8 MB; it is made and compressed on a
/// worker thread. A few reads at a time leave the database to those who count.
final class Bundles {
    /// Bundles that may be read and made at the same time.
    static final int READS_MAX = 2;

    /// Bundles that may wait for that; one more fails at once.
    static final int WAITING_MAX = 256;

    static final int READ_SECONDS_MAX = 10;

    /// How long a reader waits, its turn included.
    static final int WAIT_SECONDS_MAX = 20;

    /// Bytes of bundles that are kept, as they are and compressed.
    static final long CACHE_BYTES_MAX = 32L * 1_024 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);

    private final Vertx vertx;
    private final LogSource log;
    private final EntryBundle making;
    private final RareLog failures = new RareLog(LOG, "an entry bundle cannot be made");
    private final Turns turns = new Turns(READS_MAX, WAITING_MAX);
    private final Map<TilePath, Future<Content>> running = new ConcurrentHashMap<>();
    private final LatelyUsed<TilePath, Content> cache =
            new LatelyUsed<>(CACHE_BYTES_MAX, Content::bytes);

    Bundles(Vertx vertx, LogSource log) {
        this.vertx = vertx;
        this.log = log;
        this.making = new EntryBundle(log);
    }

    /// @param path of a bundle within the signed size
    Future<Content> content(TilePath path) {
        @Nullable Content kept = cache.get(path);
        if (kept != null) {
            return Future.succeededFuture(kept);
        }
        Future<Content> read = running.get(path);
        if (read == null) {
            Future<Content> begun = turns.take(() -> read(path).onFailure(failures::failed));
            running.put(path, begun);
            begun.onComplete(done -> running.remove(path, begun));
            read = begun;
        }
        return read.timeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /// Bytes of bundles kept, at most [#CACHE_BYTES_MAX].
    long cacheBytes() {
        return cache.bytes();
    }

    /// Bundles that are being read or wait for it.
    int pending() {
        return turns.pending();
    }

    private Future<Content> read(TilePath path) {
        return log.entries(path.firstLeaf(), path.width())
                .timeout(READ_SECONDS_MAX, TimeUnit.SECONDS)
                .compose(entries -> vertx.executeBlocking(
                        () -> {
                            byte[] bundle = making.of(path, entries);
                            Content made = Content.lasting(LogFiles.BINARY, bundle)
                                    .with(Codings.gzip(bundle));
                            cache.put(path, made);
                            return made;
                        },
                        false));
    }
}
