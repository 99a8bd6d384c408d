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

/// What does merging one entry take of the cores, by the entries of a contest that come
/// together? Each contest has one run on its way, as in the server: from the committed packet
/// to the answer of the entry processor. Runs of 2 are a country's under full load: there 516
/// entries, one commit, were of 250 contests on average. The time says nothing, as departures
/// are some milliseconds apart. One member, so it leaves out the backup; and the ledger, which
/// is empty. At most 10 iterations, warm-up included.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class MergeBenchmark {
    private static final int PACKETS = 20_000;
    private static final int ITERATIONS_MAX = Night.PAIRS / PACKETS;
    private static final long WAIT_SECONDS = 60;

    @Param({"1", "2", "40", "200"})
    private int run;

    /// At a time.
    @Param({"10", "100"})
    private int contests;

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

    /// Of branches and contests that had none before.
    @Setup(Level.Iteration)
    public void makePackets() {
        if (place == Night.PAIRS) {
            throw new IllegalStateException("the contests end after " + ITERATIONS_MAX
                    + " iterations, warm-up included: use less of them and more forks");
        }
        waiting.clear();
        int branches = PACKETS / contests;
        int from = place / Night.BRANCHES / contests * contests * Night.BRANCHES
                + place / contests % Night.BRANCHES;
        for (int contest = 0; contest < contests; contest++) {
            int first = from + contest * Night.BRANCHES;
            List<Committed> all = IntStream.range(0, branches)
                    .mapToObj(i -> committed(first + i))
                    .toList();
            List<List<Committed>> runs = new ArrayList<>();
            for (int begin = 0; begin < all.size(); begin += run) {
                runs.add(all.subList(begin, Math.min(all.size(), begin + run)));
            }
            waiting.put(all.getFirst().entry().contest().contest(), runs.iterator());
        }
        contestsLeft = new CountDownLatch(contests);
    }

    private Committed committed(int pair) {
        int contestSeq = 1 + pair % Night.BRANCHES;
        return new Committed(2 + place++, contestSeq, night.packet(pair), 0);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void merge(Cpu cpu) throws InterruptedException {
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
