package org.shomar.aggregator.feed;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.feed.Routes.Found;
import org.shomar.aggregator.fold.AreaTotals;
import org.shomar.aggregator.fold.Totals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Results as they were, for disputes. Requests for the same moment share one fold, and the
/// latest are kept, so that every area of it can be asked for. May be used from any thread.
final class HistoryReads {
    /// Folds that may run at the same time; each reads all entries of its contest.
    static final int READS_MAX = 2;

    /// Folds that may wait for that; one more fails at once.
    static final int WAITING_MAX = 16;

    /// How long a reader waits, its turn included.
    static final int WAIT_SECONDS_MAX = 30;

    /// Bytes of totals that are kept.
    static final long CACHE_BYTES_MAX = 16L * 1_024 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReads.class);
    private static final int AREA_BYTES = 128;

    private final Definition definition;
    private final TotalsSource source;
    private final ResultState results;
    private final RareLog failures = new RareLog(LOG, "an earlier result cannot be folded");
    private final Turns turns = new Turns(READS_MAX, WAITING_MAX);
    private final Map<Moment, Future<Optional<Totals>>> running = new ConcurrentHashMap<>();
    private final LatelyUsed<Moment, Totals> cache =
            new LatelyUsed<>(CACHE_BYTES_MAX, HistoryReads::bytes);

    /// @param contest number
    private record Moment(int contest, long seq) {}

    HistoryReads(Definition definition, TotalsSource source) {
        this.definition = definition;
        this.source = source;
        this.results = new ResultState(definition);
    }

    /// The result of a topic, as it was answered when `seq` was the log's last entry.
    Future<Found> result(Topic topic, long seq) {
        int number = definition.contests().get(topic.contest()).contest();
        return totals(new Moment(number, seq))
                .map(totals -> totals.<Found>map(then -> content(topic, then))
                        .orElseGet(() -> new Found.Refused(PublicProblem.notFound(
                                "the log has not come to entry " + seq + " yet"))));
    }

    private Found content(Topic topic, Totals totals) {
        byte[] body = JsonText.encode(results.of(topic, totals));
        String etag = "\"" + totals.seq() + "\"";
        return new Found.Ready(new Content(Content.JSON, body, etag, Content.Reuse.FOR_EVER, null));
    }

    private Future<Optional<Totals>> totals(Moment moment) {
        @Nullable Totals kept = cache.get(moment);
        if (kept != null) {
            return Future.succeededFuture(Optional.of(kept));
        }
        Future<Optional<Totals>> read = running.get(moment);
        if (read == null) {
            Future<Optional<Totals>> begun = turns.take(() -> fold(moment));
            running.put(moment, begun);
            begun.onComplete(done -> running.remove(moment, begun));
            read = begun;
        }
        return read.timeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private Future<Optional<Totals>> fold(Moment moment) {
        return source.totalsAt(moment.contest(), moment.seq())
                .onSuccess(totals -> totals.ifPresent(then -> cache.put(moment, then)))
                .onFailure(failures::failed);
    }

    private static long bytes(Totals totals) {
        AreaTotals area = totals.areas().getFirst();
        long counts = (long) area.votes().length + area.listVotes().length;
        return (AREA_BYTES + Long.BYTES * counts) * totals.areas().size();
    }
}
