package org.shomar.benchmarks;

import io.vertx.core.Vertx;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.shomar.aggregator.ledger.Committed;
import org.shomar.aggregator.tally.Tally;
import org.shomar.aggregator.tally.TallyConfig;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What does merging one entry cost, in runs of 1, 32 and 256 entries of a contest? Ten
/// contests at a time, each with one run on its way, as in the server: from the committed
/// packet to the answer of the entry processor. One member, so it leaves out the backup;
/// and the ledger, which is empty. At most 10 iterations, warm-up included.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class MergeBenchmark {
    private static final int CONTESTS = 10;
    private static final int PACKETS = CONTESTS * Night.BRANCHES;
    private static final int ITERATIONS_MAX = Night.PAIRS / PACKETS;
    private static final long WAIT_SECONDS = 60;

    @Param({"1", "32", "256"})
    private int run;

    private final Vertx vertx = Vertx.vertx();
    private final Night night = Night.unsigned();
    private final Map<Integer, Iterator<List<Committed>>> waiting = new ConcurrentHashMap<>();
    private CountDownLatch contestsLeft = new CountDownLatch(0);
    private int place;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Tally tally;

    @Setup
    public void joinAlone() {
        tally = Tally.start(vertx, TallyConfig.ALONE, night.definition(), new EmptyLedger())
                .await();
        tally.onChange((contest, contestSeq) -> offerNext(contest));
    }

    /// Contests that no packet was merged into before.
    @Setup(Level.Iteration)
    public void makePackets() {
        if (place == Night.PAIRS) {
            throw new IllegalStateException("the contests end after " + ITERATIONS_MAX
                    + " iterations, warm-up included: use less of them and more forks");
        }
        waiting.clear();
        for (int contest = 0; contest < CONTESTS; contest++) {
            List<Committed> all = IntStream.range(0, Night.BRANCHES)
                    .mapToObj(i -> new Committed(2 + place + i, 1 + i, night.packet(place + i), 0))
                    .toList();
            place += Night.BRANCHES;
            List<List<Committed>> runs = new ArrayList<>();
            for (int from = 0; from < all.size(); from += run) {
                runs.add(all.subList(from, Math.min(all.size(), from + run)));
            }
            waiting.put(all.getFirst().entry().contest().contest(), runs.iterator());
        }
        contestsLeft = new CountDownLatch(CONTESTS);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void merge() throws InterruptedException {
        waiting.keySet().forEach(this::offerNext);
        if (!contestsLeft.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(contestsLeft.getCount() + " contests do not end");
        }
    }

    @TearDown
    public void leave() {
        if (tally.folded() != place) {
            throw new IllegalStateException(tally.folded() + " of " + place + " were merged");
        }
        tally.close().await();
        vertx.close().await();
    }

    /// Called once for each run of a contest that was merged.
    private void offerNext(int contest) {
        Iterator<List<Committed>> runs = waiting.get(contest);
        if (runs != null && runs.hasNext()) {
            tally.merge(runs.next());
        } else {
            contestsLeft.countDown();
        }
    }
}
