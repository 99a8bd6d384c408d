package org.shomar.loadtest.load;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Sends a share of the packets when they are due. Lives on one event loop; deploying it opens
/// its connections.
final class Lane extends VerticleBase {
    /// How long the request of a slow packet takes; the ingress allows 15 s.
    static final long DRIBBLE_MILLIS = 4_000;

    /// A batch that is not full leaves when its first packet has waited so long.
    static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /// Slow packets under way at the same time; further ones wait.
    static final int SLOW_MAX = 4_096;

    private static final long TICK_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SWEEP_MILLIS = 1_000;

    private final Ways ways;
    private final Target target;
    private final List<NetClient> clients;
    private final Work work;
    private final int[] own;
    private final int[] linkNumbers;
    private final Turns turns;
    private final Book book;
    private final Desk desk;
    private final Waker waker;
    private final Patience patience;
    private final Requests requests;
    private final ArrayDeque<List<Integer>> refusedBatches = new ArrayDeque<>();
    private final ArrayDeque<Link> free = new ArrayDeque<>();
    private final List<Link> links = new ArrayList<>();
    private final Promise<Void> done = Promise.promise();
    private long startNanos;
    private long pullUntilNanos;
    private long waitingSinceNanos;
    private int next;
    private int slowUnderWay;
    private volatile long threadId;

    /// @param number     of this lane, from 0
    /// @param lanes      how many there are; a (branch, contest) is always of the same
    /// @param warmUpNanos not measured
    Lane(
            int number,
            int lanes,
            Ways ways,
            Target target,
            List<NetClient> clients,
            Work work,
            long warmUpNanos) {
        this.ways = ways;
        this.target = target;
        this.clients = clients;
        this.work = work;
        this.own = IntStream.range(0, work.script().count())
                .filter(n -> work.script().pair(n) % lanes == number)
                .toArray();
        this.turns = new Turns(work.script(), work.pairCount());
        this.book = new Book(warmUpNanos);
        this.desk = new Desk(ways, work, turns, book);
        this.waker = new Waker(() -> vertx, this::pump);
        this.patience = new Patience(work.script().count(), new SplittableRandom(number));
        this.requests = new Requests(target.ingest(), ways, work);
        this.linkNumbers = IntStream.range(0, ways.connections())
                .filter(i -> i % lanes == number)
                .toArray();
    }

    private Link link(int number, boolean keepAlive) {
        return new Link(vertx, clients.get(number % clients.size()), target, keepAlive);
    }

    @Override
    public Future<?> start() {
        threadId = Thread.currentThread().threadId();
        for (int link : linkNumbers) {
            links.add(link(link, ways.mode() != Ways.Mode.CONNECTION));
        }
        free.addAll(links);
        return ways.mode() == Ways.Mode.CONNECTION
                ? Future.succeededFuture()
                : Future.all(links.stream().map(Link::open).toList());
    }

    @Override
    public Future<?> stop() {
        done.tryComplete();
        List.copyOf(links).forEach(Link::close);
        return Future.succeededFuture();
    }

    /// Sends all its packets; done when each has its final answer, or at the last moment.
    ///
    /// @param startedNanos      `System.nanoTime()` of the start
    /// @param pullNanos         in the closed model, since the start: no packet is taken later
    /// @param lastMomentNanos   since the start
    Future<Void> run(long startedNanos, long pullNanos, long lastMomentNanos) {
        context.runOnContext(run -> {
            startNanos = startedNanos;
            requests.begin(startedNanos);
            pullUntilNanos = pullNanos;
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(lastMomentNanos - now());
            vertx.setTimer(Math.max(1, leftMillis), timer -> done.tryComplete());
            long sweep = vertx.setPeriodic(SWEEP_MILLIS, timer -> List.copyOf(links)
                    .forEach(link -> link.expire(System.nanoTime())));
            done.future().onComplete(ended -> vertx.cancelTimer(sweep));
            tick();
        });
        return done.future();
    }

    /// To be read on the lane's event loop, or when the run has ended.
    Book book() {
        return book;
    }

    /// Reads in the book while the run goes on.
    <T> Future<T> read(Function<Book, T> reading) {
        Promise<T> read = Promise.promise();
        context.runOnContext(run -> read.complete(reading.apply(book)));
        return read.future();
    }

    /// Packets that were not even taken up when the run ended.
    int notTakenUp() {
        return own.length - next;
    }

    long threadId() {
        return threadId;
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    private void tick() {
        if (done.future().isComplete()) {
            return;
        }
        long now = now();
        while (!ways.closed() && next < own.length && work.journal().intended(own[next]) <= now) {
            due(own[next++], now);
        }
        pump();
        boolean more = !ways.closed() && next < own.length;
        boolean lingering = turns.readyCount() > 0 && !free.isEmpty();
        if (more || lingering) {
            long until = more ? work.journal().intended(own[next]) : Long.MAX_VALUE;
            until = lingering ? Math.min(until, waitingSinceNanos + LINGER_NANOS) : until;
            after(Math.max(TICK_NANOS_MIN, until - now()), this::tick);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the event loop
    private void after(long nanos, Runnable action) {
        EventLoop loop = ((ContextInternal) context).nettyEventLoop();
        // Vert.x's timers count whole milliseconds.
        loop.schedule(() -> context.runOnContext(run -> action.run()), nanos, TimeUnit.NANOSECONDS);
    }

    private void due(int n, long now) {
        if (turns.readyCount() == 0) {
            waitingSinceNanos = now;
        }
        desk.due(n, now);
    }

    private void pump() {
        while (turns.readySlowCount() > 0 && slowUnderWay < SLOW_MAX) {
            sendSlow(desk.cargo(turns.takeSlow()));
        }
        while (!free.isEmpty()) {
            pull();
            if (refusedBatches.isEmpty() && (turns.readyCount() == 0 || isLingering())) {
                break;
            }
            send(free.removeFirst());
        }
        boolean exhausted = next == own.length || (ways.closed() && now() >= pullUntilNanos);
        if (exhausted && desk.outstanding() == 0) {
            done.tryComplete();
        }
    }

    private void pull() {
        while (ways.closed()
                && turns.readyCount() < ways.batchMax()
                && desk.outstanding() < 2 * ways.batchMax() * links.size()
                && next < own.length
                && now() < pullUntilNanos) {
            due(own[next++], now());
        }
    }

    /// Whether a batch waits to become full.
    private boolean isLingering() {
        return ways.mode() == Ways.Mode.BATCH
                && !ways.closed()
                && next < own.length
                && turns.readyCount() < ways.batchMax()
                && now() - waitingSinceNanos < LINGER_NANOS;
    }

    private void send(Link link) {
        long now = now();
        if (ways.mode() == Ways.Mode.BATCH) {
            List<Integer> batch = refusedBatches.pollFirst();
            if (batch == null) {
                batch = desk.nextBatch(now);
                waitingSinceNanos = now;
            }
            if (batch.isEmpty()) {
                free.addFirst(link);
                return;
            }
            book.sent(now, batch.size());
            link.send(requests.of(batch, now), new BatchExchange(link, batch, now));
            return;
        }
        int turn = turns.take();
        if (desk.isWithheld(turn, now)) {
            free.addFirst(link);
            return;
        }
        int n = desk.cargo(turn);
        book.sent(now, 1);
        Runnable freed = () -> free.addFirst(link);
        link.send(requests.of(List.of(n), now), new SingleExchange(n, now, freed));
    }

    private void sendSlow(int n) {
        slowUnderWay++;
        Link link = link(n, false);
        links.add(link);
        book.sent(now(), 1);
        SingleExchange exchange = new SingleExchange(n, now(), () -> {
            slowUnderWay--;
            links.remove(link);
        });
        byte[] request = requests.of(List.of(n), now());
        link.dribble(request, DRIBBLE_MILLIS, exchange, () -> exchange.sentNanos = now());
    }

    /// Sends the same bytes again: at once when a stale connection lost them, as a real client
    /// does, else after a while that differs from packet to packet.
    ///
    /// @param seconds as the server asked, 0 when it did not
    private void again(int n, boolean stale, int seconds) {
        if (stale) {
            turns.again(n);
        } else {
            waker.in(patience.millis(n, seconds), () -> turns.again(n));
        }
    }

    /// A request with one packet.
    private final class SingleExchange implements Link.Exchange {
        private final int n;
        private final Runnable freed;
        private long sentNanos;

        SingleExchange(int n, long sentNanos, Runnable freed) {
            this.n = n;
            this.sentNanos = sentNanos;
            this.freed = freed;
        }

        @Override
        public void part(int status, Bytes body) {}

        @Override
        public void answered(int status, int retryAfterSeconds, Bytes body) {
            freed.run();
            Reply reply = Reply.whole(status, retryAfterSeconds, body);
            if (desk.take(n, reply, sentNanos, false, now())) {
                book.resent(1);
                again(n, false, reply.retryAfterSeconds());
            }
            pump();
        }

        @Override
        public void lost(String why, boolean stale) {
            freed.run();
            if (!done.future().isComplete()) {
                book.lost(now(), stale);
                book.resent(1);
                again(n, stale, 0);
                pump();
            }
        }
    }

    /// A request with many packets; each line is taken as it comes.
    private final class BatchExchange implements Link.Exchange {
        private final Link link;
        private final List<Integer> batch;
        private final long sentNanos;
        private final List<Integer> unsettled = new ArrayList<>();
        private final Set<Integer> refused = new HashSet<>();
        private int answered;
        private int retryAfter;

        BatchExchange(Link link, List<Integer> batch, long sentNanos) {
            this.link = link;
            this.batch = batch;
            this.sentNanos = sentNanos;
        }

        @Override
        public void part(int status, Bytes body) {
            if (status == 200) {
                body.removeFirst(Reply.lines(body, this::line));
            }
        }

        private void line(Reply reply) {
            if (answered < batch.size()) {
                take(batch.get(answered++), reply);
            }
        }

        private void take(int n, Reply reply) {
            int pair = work.script().pair(n);
            boolean again = desk.take(n, reply, sentNanos, refused.contains(pair), now());
            if (again || reply.later()) {
                refused.add(pair);
            }
            if (again) {
                unsettled.add(n);
                retryAfter = Math.max(retryAfter, reply.retryAfterSeconds());
            }
        }

        @Override
        public void answered(int status, int retryAfterSeconds, Bytes body) {
            if (status != 200) {
                Reply reply = Reply.whole(status, retryAfterSeconds, body);
                if (answered == 0 && reply.later() && ways.resend()) {
                    againAsWhole(reply);
                    return;
                }
                while (answered < batch.size()) {
                    take(batch.get(answered++), reply);
                }
            }
            over(false);
        }

        @Override
        public void lost(String why, boolean stale) {
            if (!done.future().isComplete()) {
                book.lost(now(), stale);
                over(stale);
            }
        }

        /// A batch of which nothing was taken stays together, and goes before all that are ready:
        /// to take it apart and put it together again would cost more than to send it.
        private void againAsWhole(Reply refusal) {
            book.refused(refusal.status(), refusal.code(), batch.size(), now());
            book.resent(batch.size());
            waker.in(
                    patience.millis(batch.getFirst(), refusal.retryAfterSeconds()),
                    () -> refusedBatches.addLast(batch));
            free.addFirst(link);
            pump();
        }

        private void over(boolean stale) {
            unsettled.addAll(desk.unsure(batch.subList(answered, batch.size())));
            book.resent(unsettled.size());
            // Backwards, as each goes before all that are ready.
            turns.setBack(unsettled).reversed().forEach(n -> again(n, stale, retryAfter));
            free.addFirst(link);
            pump();
        }
    }
}
