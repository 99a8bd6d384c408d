package org.shomar.aggregator.feed;

import io.vertx.core.Context;

import org.shomar.aggregator.proof.Checkpoint;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The readers of one event loop, by topic. Only [#offer] may be called from elsewhere.
///
/// What the publisher hands over waits in an inbox with one place for each topic: a loop that
/// falls behind skips states, it does not pile them up. After each delivery it tells the
/// publisher how far it is.
final class Hub {
    /// A heartbeat round is spread over so many slices, so that it is not one burst.
    static final int HEARTBEAT_SLICES = 10;

    private final Context context;
    private final Publisher publisher;
    private final LogSource log;
    private final InstantSource clock;
    private final Counters counters;
    private final Map<Topic, Group> groups = new HashMap<>();
    private final List<Set<Reader>> slices = new ArrayList<>();
    private final Map<Topic, Publication> inbox = new ConcurrentHashMap<>();
    private final AtomicLong offered = new AtomicLong(Long.MIN_VALUE);
    private final AtomicBoolean woken = new AtomicBoolean();
    private int nextSlice;
    private int beating;

    Hub(
            Context context,
            Publisher publisher,
            LogSource log,
            InstantSource clock,
            Counters counters) {
        this.context = context;
        this.publisher = publisher;
        this.log = log;
        this.clock = clock;
        this.counters = counters;
        for (int slice = 0; slice < HEARTBEAT_SLICES; slice++) {
            slices.add(new HashSet<>());
        }
    }

    /// From any thread: a topic has a new state. Their versions ascend, over all topics.
    void offer(Publication publication) {
        inbox.put(publication.topic(), publication);
        offered.accumulateAndGet(publication.version(), Math::max);
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(ignored -> deliverInbox());
        }
    }

    void came(Reader reader) {
        counters.readers.incrementAndGet();
        slices.get(nextSlice).add(reader);
        nextSlice = (nextSlice + 1) % HEARTBEAT_SLICES;
    }

    void gone(Reader reader) {
        for (Set<Reader> slice : slices) {
            if (slice.remove(reader)) {
                counters.readers.decrementAndGet();
            }
        }
        reader.subscriptions().forEach(this::leave);
    }

    void join(Subscription subscription) {
        Topic topic = subscription.topic();
        Group group = groups.get(topic);
        if (group == null) {
            group = new Group();
            groups.put(topic, group);
            publisher.watch(topic, this);
        }
        group.add(subscription);
        group.newest().ifPresent(newest -> subscription.reader().deliver(subscription, newest));
    }

    void leave(Subscription subscription) {
        Topic topic = subscription.topic();
        Group group = groups.get(topic);
        if (group != null) {
            group.remove(subscription);
            if (group.isEmpty()) {
                groups.remove(topic);
                publisher.unwatch(topic, this);
            }
        }
    }

    Optional<Publication> current(Topic topic) {
        Group group = groups.get(topic);
        return group == null ? Optional.empty() : group.newest();
    }

    /// Sends the heartbeat of one slice of the readers; who follows the same topics shares it.
    void beat() {
        counters.lastBeatNanos.set(System.nanoTime());
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        Checkpoint signed = log.signed();
        Map<Set<Topic>, TextFrame> frames = new HashMap<>();
        for (Reader reader : slices.get(beating)) {
            TextFrame frame = frames.computeIfAbsent(
                    Set.copyOf(reader.topics()),
                    topics -> Frames.heartbeat(time, signed, seqs(topics)));
            reader.heartbeat(frame);
        }
        beating = (beating + 1) % HEARTBEAT_SLICES;
    }

    void closeAll(short code, String reason) {
        publisher.closed(this);
        for (Set<Reader> slice : slices) {
            new ArrayList<>(slice).forEach(reader -> reader.close(code, reason));
        }
    }

    /// Runs a task of this event loop after what it does now.
    void later(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    void countSlow() {
        counters.slowReadersClosed.incrementAndGet();
    }

    void countFrame() {
        counters.framesSent.increment();
    }

    private void deliverInbox() {
        woken.set(false);
        // Read before the inbox: what has come up to here is there, or went out before.
        long upTo = offered.get();
        List<Topic> changed = List.copyOf(inbox.keySet());
        Set<Reader> unflushed = new LinkedHashSet<>();
        Burst burst = new Burst(counters.framesSent);
        for (Topic topic : changed) {
            Publication publication = inbox.remove(topic);
            Group group = groups.get(topic);
            if (publication != null && group != null) {
                group.newest(publication);
                boolean alone = changed.size() == 1;
                group.each(subscription -> {
                    Reader reader = subscription.reader();
                    if (alone || reader.subscriptions().size() == 1) {
                        reader.deliverIn(burst, subscription, publication);
                    } else {
                        reader.deliver(subscription, publication);
                        unflushed.add(reader); // more may come; all of it is one send
                    }
                });
            }
        }
        burst.send();
        unflushed.forEach(Reader::flush);
        publisher.handed(this, upTo);
    }

    private Map<String, Long> seqs(Set<Topic> topics) {
        Map<String, Long> seqs = new LinkedHashMap<>();
        for (Topic topic : topics) {
            current(topic).ifPresent(newest -> seqs.put(topic.name(), newest.seq()));
        }
        return seqs;
    }
}
