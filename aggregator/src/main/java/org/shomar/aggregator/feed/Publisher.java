package org.shomar.aggregator.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Contest;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.fold.Totals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Keeps the newest totals of every contest and tells the hubs what is new, at most once a
/// tick.
///
/// Everything changes on its own event loop; [#changed], [#watch], [#unwatch], [#refresh],
/// [#handed], [#closed] and what is only read may be called from any thread.
final class Publisher extends VerticleBase {
    /// Bytes of encoded results that are kept.
    static final long CACHE_BYTES_MAX = 64L * 1_024 * 1_024;

    /// What a kept result takes beside its body: its topic, its tag, its place in the cache.
    static final int KEPT_BYTES = 512;

    private final Definition definition;
    private final TotalsSource source;
    private final FeedConfig config;
    private final HandOvers<Hub> handOvers;
    private final ResultState results;
    private final Progress progress;
    private final AtomicReferenceArray<Newest> latest;
    private final Map<Topic, Publication> followed = new ConcurrentHashMap<>();
    private final Map<Topic, Set<Hub>> hubs = new ConcurrentHashMap<>();
    private final List<Set<Topic>> followedOfContest = new ArrayList<>();

    /// Results that nobody follows, those of earlier moments among them until they are the
    /// least lately asked for; so they hold nothing but their bytes.
    private final LatelyUsed<Topic, Kept> cache = new LatelyUsed<>(
            CACHE_BYTES_MAX, kept -> KEPT_BYTES + kept.content().bytes());

    private final AtomicLong versions = new AtomicLong();
    private volatile Publication progressNow;
    private volatile @Nullable Answer progressAnswer;
    private boolean progressChanged;
    private @Nullable Reads reads;

    private record Newest(Totals totals, Stamp stamp) {}

    private record Kept(Stamp stamp, Content content) {}

    /// @param of known by identity
    private record Answer(Publication of, Content content) {}

    Publisher(Definition definition, TotalsSource source, FeedConfig config, Shown shown) {
        this.definition = definition;
        this.source = source;
        this.config = config;
        this.handOvers = new HandOvers<>(shown);
        this.results = new ResultState(definition);
        this.progress = new Progress(definition);
        this.latest = new AtomicReferenceArray<>(definition.contests().size());
        for (Contest contest : definition.contests()) {
            Totals before = results.before(contest);
            latest.set(contest.index(), new Newest(before, Stamp.FIRST));
            progress.replace(contest, null, before);
            followedOfContest.add(new HashSet<>());
        }
        this.progressNow = Publication.first(
                Topic.ELECTION, 0, progress.state(), progress, versions.incrementAndGet());
    }

    @Override
    public Future<?> start() {
        reads = new Reads(definition.contests().size(), context, this::read, this::apply);
        vertx.setPeriodic(config.tickMillis(), timer -> reads().tick());
        vertx.setPeriodic(config.progressMillis(), timer -> publishProgress());
        return Future.succeededFuture();
    }

    /// A contest has new totals.
    void changed(int contest) {
        Contest known = definition
                .contest(contest)
                .orElseThrow(() -> new IllegalArgumentException("no contest " + contest));
        reads().mark(known.index());
    }

    /// Reads every contest and publishes it.
    Future<Void> refresh() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored ->
                reads().refresh().onSuccess(read -> publishProgress()).onComplete(done));
        return done.future();
    }

    /// How far the whole election has come, as HTTP answers it; encoded and hashed once for
    /// each change. Contests are read apart, so the same last entry can stand over different
    /// figures: the tag is made of the bytes.
    Content progress() {
        Publication now = progressNow;
        Answer known = progressAnswer;
        if (known != null && known.of() == now) {
            return known.content();
        }
        Content made = Content.of(Content.JSON, now.body());
        progressAnswer = new Answer(now, made);
        return made;
    }

    /// Which totals of a contest are published now.
    ///
    /// @param contest index in the definition
    Stamp stamp(int contest) {
        return latest.get(contest).stamp();
    }

    /// The newest result of a topic of a contest, as HTTP answers it.
    Content result(Topic topic) {
        Newest newest = latest.get(topic.contest());
        Publication known = followed.get(topic);
        if (known != null && known.source().equals(newest.stamp())) {
            return result(known.seq(), known.body());
        }
        Kept kept = cache.get(topic);
        if (kept != null && kept.stamp().equals(newest.stamp())) {
            return kept.content();
        }
        byte[] body = JsonText.encode(results.of(topic, newest.totals()));
        Content made = result(newest.totals().seq(), body);
        cache.put(topic, new Kept(newest.stamp(), made));
        return made;
    }

    private static Content result(long seq, byte[] body) {
        return new Content(Content.JSON, body, "\"" + seq + "\"");
    }

    /// Publishes this topic to this hub from now on, its present state first.
    void watch(Topic topic, Hub hub) {
        context.runOnContext(ignored -> {
            hubs.computeIfAbsent(topic, none -> new HashSet<>()).add(hub);
            if (topic.isElection()) {
                hub.offer(progressNow);
            } else {
                followedOfContest.get(topic.contest()).add(topic);
                hub.offer(followed.computeIfAbsent(topic, this::first));
            }
        });
    }

    void unwatch(Topic topic, Hub hub) {
        context.runOnContext(ignored -> forget(topic, hub));
    }

    /// This hub has handed over all that it was offered up to a version.
    void handed(Hub hub, long version) {
        context.runOnContext(ignored -> handOvers.handed(hub, version));
    }

    /// This hub closes: it is offered nothing more, and nothing waits for it.
    void closed(Hub hub) {
        context.runOnContext(ignored -> {
            List.copyOf(hubs.keySet()).forEach(topic -> forget(topic, hub));
            handOvers.closed(hub);
        });
    }

    /// Topics that somebody follows now.
    int topics() {
        return hubs.size();
    }

    int readsPending() {
        return reads().pending();
    }

    long cacheBytes() {
        return cache.bytes();
    }

    private void forget(Topic topic, Hub hub) {
        Set<Hub> watching = hubs.get(topic);
        if (watching == null || !watching.remove(hub) || !watching.isEmpty()) {
            return;
        }
        hubs.remove(topic);
        followed.remove(topic);
        if (!topic.isElection()) {
            followedOfContest.get(topic.contest()).remove(topic);
        }
    }

    private Future<Totals> read(int contest) {
        int number = definition.contests().get(contest).contest();
        try {
            return source.totals(number);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void apply(int index, Totals totals) {
        Newest before = latest.get(index);
        Totals old = before.totals();
        if (totals.seq() < old.seq()) {
            return; // an answer overtaken by a newer one: what was shown never goes back
        }
        Newest newest = new Newest(totals, before.stamp().next(totals.seq()));
        latest.set(index, newest);
        Contest contest = definition.contests().get(index);
        progress.replace(contest, old, totals);
        progressChanged = true;
        Map<Hub, Long> offered = new HashMap<>();
        for (Topic topic : followedOfContest.get(index)) {
            publish(topic, newest, offered);
        }
        if (totals.seq() > old.seq()) {
            handOvers.offered(contest.contest(), totals.seq(), offered);
        }
    }

    /// @param offered gets the version for each hub that is offered one
    private void publish(Topic topic, Newest newest, Map<Hub, Long> offered) {
        Publication before = Objects.requireNonNull(followed.get(topic), topic.name());
        long seq = newest.totals().seq();
        Map<String, Object> state = results.of(topic, newest.totals());
        if (seq == before.seq() && state.equals(before.state())) {
            return;
        }
        Publication next = before.next(seq, state, newest.stamp(), versions.incrementAndGet());
        followed.put(topic, next);
        offer(next).forEach(hub -> offered.put(hub, next.version()));
    }

    private void publishProgress() {
        if (!progressChanged) {
            return;
        }
        progressChanged = false;
        Map<String, Object> state = progress.state();
        if (state.equals(progressNow.state())) {
            return;
        }
        long version = versions.incrementAndGet();
        progressNow = hubs.containsKey(Topic.ELECTION)
                ? progressNow.next(progress.seq(), state, progress, version)
                : Publication.first(Topic.ELECTION, progress.seq(), state, progress, version);
        offer(progressNow);
    }

    private Set<Hub> offer(Publication publication) {
        Set<Hub> following = hubs.getOrDefault(publication.topic(), Set.of());
        following.forEach(hub -> hub.offer(publication));
        return following;
    }

    private Publication first(Topic topic) {
        Newest newest = latest.get(topic.contest());
        return Publication.first(
                topic,
                newest.totals().seq(),
                results.of(topic, newest.totals()),
                newest.stamp(),
                versions.incrementAndGet());
    }

    private Reads reads() {
        return Objects.requireNonNull(reads, "not started");
    }
}
