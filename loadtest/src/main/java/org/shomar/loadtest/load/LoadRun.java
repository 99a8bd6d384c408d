package org.shomar.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;

import org.HdrHistogram.Histogram;
import org.shomar.loadtest.report.Counts;
import org.shomar.loadtest.report.Environment;
import org.shomar.loadtest.report.Health;
import org.shomar.loadtest.report.Latencies;
import org.shomar.loadtest.report.LiveView;
import org.shomar.loadtest.report.RunReport;
import org.shomar.loadtest.report.Second;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Conducts runs against one server, one after the other, and remembers between them what the
/// server holds. For one thread, which it blocks.
public final class LoadRun implements AutoCloseable {
    /// After the last packet was meant to be sent, answers are awaited for so long.
    static final long DRAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(90);

    /// Readers may be shown the last state so long after the public plane has it.
    private static final long READERS_MILLIS_MAX = 20_000;

    /// Between the moment when all is ready and the first packet.
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int CLOSE_SECONDS_MAX = 10;

    private final Roll roll;
    private final Vertx vertx;
    private Optional<Survey> known = Optional.empty();

    /// What is seen beside the packets.
    private record Aside(Environment environment, Health health, OpsWatch ops) {}

    /// @param lanes of the runs to come
    public LoadRun(Roll roll, int lanes) {
        this.roll = roll;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                // Lanes, as many for the audiences, and one that reads before and after.
                .setEventLoopPoolSize(2 * lanes + 1));
    }

    @Override
    public void close() {
        try {
            vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.err.println("shomar: the load generator's connections did not close in time");
        }
    }

    /// Makes the packets, sends them, audits.
    public RunReport run(Order order, LiveView live) throws IOException {
        order.crowd().check(roll.definition());
        Environment environment = Environment.measure(Instant.now(), order.folder());
        Plane reading = new Plane(vertx, order.reading());
        Plane ingest = new Plane(vertx, order.target().ingest());
        OpsWatch ops = new OpsWatch(vertx, order.ops(), live::say);
        ops.check();
        Survey before = known.isPresent() ? known.get() : Survey.take(roll, reading, ingest);
        known = Optional.empty();
        Work work = work(order, before, live);
        List<NetClient> clients = IntStream.range(0, order.target().addresses())
                .mapToObj(address -> vertx.createNetClient(order.target().options(address)))
                .toList();
        List<Lane> lanes = IntStream.range(0, order.lanes())
                .mapToObj(number -> new Lane(
                        number,
                        order.lanes(),
                        order.ways(),
                        order.target(),
                        clients,
                        work,
                        order.load().warmUpNanos()))
                .toList();
        Audiences readers = Audiences.of(order, roll);
        List<String> deployed = new ArrayList<>();
        try {
            for (Lane lane : lanes) {
                // It opens its connections.
                deployed.add(Waiting.on(vertx.deployVerticle(lane)
                        .recover(
                                e -> Future.failedFuture(order.target().ingest().silent(e)))));
            }
            for (Audience part : readers.parts()) {
                deployed.add(Waiting.on(vertx.deployVerticle(part)));
            }
            SelfWatch watch =
                    new SelfWatch(lanes.stream().map(Lane::threadId).toList(), readers.threadIds());
            conduct(order, lanes, readers, ops, live);
            Aside aside = new Aside(environment, watch.judge(sending(order, lanes)), ops);
            ops.answered();
            live.say("all answered; the audit begins");
            return report(order, aside, before, work, lanes, readers, reading, live);
        } finally {
            for (String id : deployed) {
                Waiting.on(vertx.undeploy(id));
            }
            Waiting.on(Future.all(clients.stream().map(NetClient::close).toList()));
        }
    }

    private Work work(Order order, Survey before, LiveView live) {
        int count = order.load().packets();
        live.say(String.format(
                Locale.ROOT,
                "making and signing %,d packets for %,d pairs of branch and contest",
                count,
                roll.pairs().size()));
        Script script = new Script(order.seed(), order.mix(), roll.pairs().size(), count);
        Stock stock = Stock.make(
                order.seed(),
                script,
                roll,
                before.standing(),
                order.ways().mode() == Ways.Mode.BATCH,
                new Signing(live, count, System::nanoTime));
        Journal journal =
                switch (order.load()) {
                    case Order.Load.Open open ->
                        new Journal(IntStream.range(0, count)
                                .mapToLong(open.schedule()::nanos)
                                .toArray());
                    case Order.Load.Closed closed -> Journal.closed(count);
                };
        return new Work(script, stock, journal, roll.pairs().size());
    }

    private static SelfWatch.Sending sending(Order order, List<Lane> lanes) {
        boolean closed = order.ways().closed();
        LongStream ranOut = lanes.stream()
                .filter(lane -> lane.notTakenUp() == 0)
                .mapToLong(lane -> lane.book().lastTakenUpNanos())
                .filter(nanos -> nanos != Book.NEVER)
                .map(nanos -> Math.max(0, nanos));
        return new SelfWatch.Sending(
                sum(lanes.stream().map(lane -> lane.book().behind()).toList()),
                closed ? 0 : lanes.stream().mapToInt(Lane::notTakenUp).sum(),
                closed,
                Shortage.of(order.load(), ranOut));
    }

    private static void conduct(
            Order order, List<Lane> lanes, Audiences readers, OpsWatch ops, LiveView live)
            throws IOException {
        long start = System.nanoTime() + BREATH_NANOS;
        long length = order.load().lengthNanos();
        readers.begin(start);
        Future<?> all = Future.all(lanes.stream()
                .map(lane -> lane.run(start, length, length + DRAIN_NANOS_MAX))
                .toList());
        long warmUp = order.load().warmUpNanos();
        long warmUpSeconds = TimeUnit.NANOSECONDS.toSeconds(warmUp);
        for (int second = 1; second <= warmUpSeconds && !all.isComplete(); second++) {
            waitFor(all, start + TimeUnit.SECONDS.toNanos(second));
            live.warmUp(second, warmUpSeconds, Counts.sum(read(lanes, Book::counts)));
        }
        waitFor(all, start + warmUp);
        ops.begin();
        for (int second = 0; !all.isComplete(); second++) {
            waitFor(all, start + warmUp + TimeUnit.SECONDS.toNanos(second + 1L));
            int past = second;
            live.second(
                    together(read(lanes, book -> Book.second(List.of(book), past, Second.NONE))));
        }
        Waiting.on(all);
    }

    /// Until then, or until all is done.
    private static void waitFor(Future<?> all, long untilNanos) {
        while (!all.isComplete() && System.nanoTime() < untilNanos) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static <T> List<T> read(List<Lane> lanes, Function<Book, T> reading)
            throws IOException {
        return Waiting.on(
                Future.all(lanes.stream().map(lane -> lane.read(reading)).toList())
                        .map(each -> each.<T>list()));
    }

    /// For the live view; percentiles are those of the worst lane.
    private static Second together(List<Second> lanes) {
        Second sum = lanes.getFirst();
        for (Second lane : lanes.subList(1, lanes.size())) {
            sum = new Second(
                    sum.second(),
                    sum.asked() + lane.asked(),
                    sum.sent() + lane.sent(),
                    sum.acked() + lane.acked(),
                    sum.refused() + lane.refused(),
                    sum.errors() + lane.errors(),
                    Math.max(sum.ackP50Micros(), lane.ackP50Micros()),
                    Math.max(sum.ackP99Micros(), lane.ackP99Micros()),
                    Math.max(sum.ackMaxMicros(), lane.ackMaxMicros()),
                    Second.NONE,
                    Math.max(sum.behindMillis(), lane.behindMillis()));
        }
        return sum;
    }

    private RunReport report(
            Order order,
            Aside aside,
            Survey before,
            Work work,
            List<Lane> lanes,
            Audiences readers,
            Plane reading,
            LiveView live)
            throws IOException {
        List<Book> books = lanes.stream().map(Lane::book).toList();
        Auditor auditor = new Auditor(roll, work, before, reading);
        int readersBehind = readers.behind(auditor.lastSeqs(), READERS_MILLIS_MAX);
        Auditor.Found found = auditor.run(books, order.crowd().readers(), readersBehind);
        known = found.after();
        live.audit(found.audit());
        List<Heard> heard = readers.end();
        List<FrameLog> frames = heard.stream().map(Heard::log).toList();
        long warmUpNanos = order.load().warmUpNanos();
        ShownTimes shown = ShownTimes.of(frames, work, roll, warmUpNanos);
        Latencies latencies = new Latencies(
                sum(books.stream().map(Book::ack).toList()),
                sum(books.stream().map(Book::service).toList()),
                shown.sinceStored(),
                shown.sinceIntended(),
                Spread.of(frames, warmUpNanos));
        int seconds = books.stream().mapToInt(Book::seconds).max().orElse(0);
        RunReport facts = new RunReport(
                aside.environment(),
                before.noted(order.plan(), roll),
                IntStream.range(0, seconds)
                        .mapToObj(second -> Book.second(books, second, shown.p99Micros(second)))
                        .toList(),
                latencies,
                Counts.sum(books.stream().map(Book::counts).toList()),
                Heard.together(order.crowd(), heard),
                aside.health(),
                aside.ops().figures().orElse(null),
                found.audit(),
                List.of());
        return facts.with(order.slos().stream()
                .map(slo -> slo.judge(latencies, facts.servedPerSecond()))
                .toList());
    }

    private static Histogram sum(List<Histogram> histograms) {
        Histogram sum = Book.histogram();
        histograms.forEach(sum::add);
        return sum;
    }
}
