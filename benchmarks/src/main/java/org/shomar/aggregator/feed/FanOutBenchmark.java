package org.shomar.aggregator.feed;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long does a new state of a topic take to all its N readers on one event loop: encoded
/// once as a difference, then through each reader and the handlers of its connection to an
/// embedded channel? Leaves out Vert.x's connection, the kernel and the network; and the way
/// past the pipeline, straight to the kernel, which only a real socket has.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FanOutBenchmark {
    @Param({"1", "100", "10000"})
    private int readers;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Counters counters = new Counters();
    private final List<DiscardedSocket> sockets = new ArrayList<>();
    private final NoSource nothing = new NoSource();
    private long states;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Results results;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Publication newest;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Hub hub;

    @Setup
    public void subscribe() {
        results = new Results();
        newest = results.first(results.before, Long.MIN_VALUE);
        Publisher publisher =
                new Publisher(results.definition, nothing, FeedConfig.DEFAULT, (c, seq) -> {});
        vertx.deployVerticle(publisher).await();
        hub = new Hub(loop, publisher, nothing, InstantSource.system(), counters);
        Topics topics = new Topics(results.definition);
        onLoop(() -> {
            for (int i = 0; i < readers; i++) {
                DiscardedSocket socket = new DiscardedSocket();
                Reader reader = new Reader(
                        vertx,
                        socket.served(),
                        socket.wire(),
                        hub,
                        topics,
                        FeedConfig.DEFAULT.slowMillisMax());
                reader.start();
                hub.came(reader);
                sockets.add(socket);
                socket.receive("{\"subscribe\":[\"" + results.topic.name() + "\"]}");
            }
        });
        while (counters.framesSent.sum() < readers) {
            onLoop(() -> {}); // the state that the publisher has
        }
    }

    /// Totals swap between two, so that there always is the difference of a tick.
    @Benchmark
    public void fanOut() {
        states++;
        newest = results.next(
                newest,
                states % 2 == 0 ? results.before : results.after,
                newest.seq() + 1,
                newest.version() + 1);
        hub.offer(newest);
        onLoop(() -> {}); // comes after what the hub just put there
    }

    @TearDown
    public void checkAndClose() {
        long fewest = sockets.stream().mapToLong(DiscardedSocket::bytes).min().orElseThrow();
        System.out.println("bytes of a frame, on the average: " + fewest / states);
        if (counters.framesSent.sum() < states * readers) {
            throw new IllegalStateException(
                    counters.framesSent.sum() + " frames to " + readers + " readers of " + states);
        }
        vertx.close().await();
    }

    private void onLoop(Runnable task) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(ignored -> {
            task.run();
            done.complete();
        });
        done.future().await();
    }
}
