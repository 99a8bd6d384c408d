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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Conducts runs against one server, one after the other, and remembers between them what the
/// server holds. For one thread, which it blocks.
public final class LoadRun implements AutoCloseable {
    /// After the last packet was meant to be sent, answers are awaited for so long.
    static final long DRAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(90);

    /// Readers may be shown the last state so long after the public plane has it.
    private static final long READERS_MILLIS_MAX = 20_000;

    /// Between the moment when all is ready and the first packet.
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /// The audience and what reads before and after.
    private static final int OTHER_LOOPS = 2;

    private static final int CLOSE_SECONDS_MAX = 10;

    private final Roll roll;
    private final Vertx vertx;
    private Optional<Survey> known = Optional.empty();

    /// @param lanes of the runs to come
    public LoadRun(Roll roll, int lanes) {
        this.roll = roll;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(lanes + OTHER_LOOPS));
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
        Environment environment = Environment.measure(Instant.now(), order.folder());
        Plane reading = new Plane(vertx, order.reading());
        Plane ingest = new Plane(vertx, order.target().ingest());
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
        Audience audience = new Audience(order.crowd(), roll, order.reading(), order.seed());
        List<String> deployed = new ArrayList<>();
        try {
            for (Lane lane : lanes) {
                deployed.add(Waiting.on(vertx.deployVerticle(lane)));
            }
            deployed.add(Waiting.on(vertx.deployVerticle(audience)));
            SelfWatch watch = new SelfWatch(lanes.stream().map(Lane::threadId).toList());
            conduct(order, lanes, audience, live);
            Health health = watch.judge(
                    sum(lanes.stream().map(lane -> lane.book().behind()).toList()),
                    lanes.stream().mapToInt(Lane::notTakenUp).sum(),
                    order.ways().closed());
            live.say("all answered; the audit begins");
            return report(order, environment, before, work, lanes, audience, reading, health, live);
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
        LongAdder made = new LongAdder();
        Stock stock = Stock.make(
                order.seed(),
                script,
                roll,
                before.standing(),
                order.ways().mode() == Ways.Mode.BATCH,
                made::add);
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

    private static void conduct(Order order, List<Lane> lanes, Audience audience, LiveView live)
            throws IOException {
        long start = System.nanoTime() + BREATH_NANOS;
        long length = order.load().lengthNanos();
        audience.begin(start);
        Future<?> all = Future.all(lanes.stream()
                .map(lane -> lane.run(start, length, length + DRAIN_NANOS_MAX))
                .toList());
        long warmUp = order.load().warmUpNanos();
        for (int second = 0; !all.isComplete(); second++) {
            long end = start + warmUp + TimeUnit.SECONDS.toNanos(second + 1L);
            while (!all.isComplete() && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            int past = second;
            live.second(together(Waiting.on(
                    Future.all(lanes.stream().map(lane -> lane.second(past)).toList())
                            .map(each -> each.<Second>list()))));
        }
        Waiting.on(all);
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
            Environment environment,
            Survey before,
            Work work,
            List<Lane> lanes,
            Audience audience,
            Plane reading,
            Health health,
            LiveView live)
            throws IOException {
        List<Book> books = lanes.stream().map(Lane::book).toList();
        Auditor auditor = new Auditor(roll, work, before, reading);
        int readersBehind = order.crowd().readers() == 0
                ? 0
                : Waiting.on(audience.behind(auditor.lastSeqs(), READERS_MILLIS_MAX));
        Auditor.Found found = auditor.run(books, order.crowd().readers(), readersBehind);
        known = found.after();
        live.audit(found.audit());
        ShownTimes shown =
                ShownTimes.of(audience.log(), work, roll, order.load().warmUpNanos());
        sayOfReaders(order, audience, live);
        Latencies latencies = new Latencies(
                sum(books.stream().map(Book::ack).toList()),
                sum(books.stream().map(Book::service).toList()),
                shown.sinceStored(),
                shown.sinceIntended());
        int seconds = books.stream().mapToInt(Book::seconds).max().orElse(0);
        return new RunReport(
                environment,
                before.noted(order.plan(), roll),
                IntStream.range(0, seconds)
                        .mapToObj(second -> Book.second(books, second, shown.p99Micros(second)))
                        .toList(),
                latencies,
                counts(books),
                health,
                found.audit(),
                order.slos().stream().map(slo -> slo.judge(latencies)).toList());
    }

    private static void sayOfReaders(Order order, Audience audience, LiveView live) {
        if (order.crowd().size() > 0) {
            live.say("readers: " + audience.frames() + " frames"
                    + (audience.endings().isEmpty()
                            ? ""
                            : "; connections ended by " + audience.endings())
                    + (audience.log().notKept() == 0
                            ? ""
                            : "; not measured, the log was full: "
                                    + audience.log().notKept()));
        }
    }

    private static Counts counts(List<Book> books) {
        SortedMap<String, Long> refused = new TreeMap<>();
        books.stream()
                .map(Book::refused)
                .map(Map::entrySet)
                .flatMap(Collection::stream)
                .forEach(entry -> refused.merge(entry.getKey(), entry.getValue(), Long::sum));
        return new Counts(
                books.stream().mapToLong(Book::sent).sum(),
                books.stream().mapToLong(Book::stored).sum(),
                books.stream().mapToLong(Book::repeated).sum(),
                refused,
                books.stream().mapToLong(Book::errors).sum(),
                books.stream().mapToLong(Book::resends).sum());
    }

    private static Histogram sum(List<Histogram> histograms) {
        Histogram sum = Book.histogram();
        histograms.forEach(sum::add);
        return sum;
    }
}
