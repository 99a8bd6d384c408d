package org.shomar.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Goal: a server that stands still is seen: what was meant to be sent meanwhile waited, too.
///
/// Method: an ingress that holds one answer back until all packets are due. A generator that
/// asks only after the last answer would see one slow request. Each request tells the server
/// when its packet was meant to be sent, for the server's own figures.
class OmissionTest {
    private static final int STALLED = 30;
    private static final long WAIT_SECONDS_MAX = 120;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger answers = new AtomicInteger();

    /// What each request said, in microseconds since 1970.
    private final Queue<Long> said = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void latencyFromTheIntendedTimeShowsAStallThatServiceTimeHides(@TempDir Path folder)
            throws Exception {
        Roll roll = SmallNight.in(folder);
        Schedule schedule = new Schedule(Curve.constant(150, 2), 0);
        Book book = send(roll, schedule, ingress(schedule.lengthNanos()));

        assertThat(book.stored()).isEqualTo(schedule.count());
        assertThat(book.ack().getTotalCount()).isEqualTo(schedule.count());
        long half = TimeUnit.NANOSECONDS.toMicros(schedule.lengthNanos()) / 2;
        long max = book.ack().getMaxValue();
        assertThat(book.service().getCountBetweenValues(half, Math.max(half, max)))
                .as("requests that the stall itself held")
                .isEqualTo(1);
        assertThat(book.ack().getCountBetweenValues(half, Math.max(half, max)))
                .as("packets that had to wait for it")
                .isGreaterThan(50);

        long firstSaid = said.stream().min(Long::compare).orElseThrow() - micros(schedule, 0);
        assertThat(said).as("what the server was told").hasSize(schedule.count());
        assertThat(said.stream().sorted().map(micros -> micros - firstSaid))
                .containsExactlyElementsOf(IntStream.range(0, schedule.count())
                        .mapToObj(n -> micros(schedule, n))
                        .toList());
    }

    private static long micros(Schedule schedule, int n) {
        return TimeUnit.NANOSECONDS.toMicros(schedule.nanos(n));
    }

    /// Answers at once, but for one request.
    private HttpServer ingress(long stallNanos) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    int number = answers.incrementAndGet();
                    said.add(new BigDecimal(request.getHeader("X-Request-Start").substring(2))
                            .movePointRight(6)
                            .longValueExact());
                    Runnable answer = () -> request.response()
                            .setStatusCode(201)
                            .end("{\"packet\":\"\",\"state\":\"counted\",\"seq\":" + number + "}");
                    if (number == STALLED) {
                        vertx.setTimer(
                                TimeUnit.NANOSECONDS.toMillis(stallNanos), timer -> answer.run());
                    } else {
                        answer.run();
                    }
                }))
                .listen(0, "127.0.0.1")
                .await();
    }

    private Book send(Roll roll, Schedule schedule, HttpServer ingress) throws Exception {
        Target target = Target.of(URI.create("http://127.0.0.1:" + ingress.actualPort()), null, 1);
        Work work = work(roll, schedule);
        NetClient client = vertx.createNetClient(target.options(0));
        Lane lane = new Lane(
                0,
                1,
                Ways.of("keep-alive", 1, true, false),
                target,
                List.of(client),
                work,
                schedule.warmUpNanos());
        vertx.deployVerticle(lane).await();
        lane.run(System.nanoTime(), schedule.lengthNanos(), TimeUnit.SECONDS.toNanos(60))
                .await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        return lane.book();
    }

    private static Work work(Roll roll, Schedule schedule) throws IOException {
        int pairs = roll.pairs().size();
        Script script = new Script(1, Mix.parse(""), pairs, schedule.count());
        Stock stock = Stock.make(
                1, script, roll, Collections.nCopies(pairs, Pair.Standing.NONE), false, made -> {});
        Journal journal = new Journal(
                IntStream.range(0, schedule.count()).mapToLong(schedule::nanos).toArray());
        return new Work(script, stock, journal, pairs);
    }
}
