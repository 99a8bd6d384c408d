package org.shomar.benchmarks;

import io.vertx.core.Future;
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
import org.shomar.aggregator.ledger.Appended;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.LedgerConfig;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.verify.Verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Is a full ledger as fast as an empty one? Both were analyzed before the first append,
/// which is when a planner is wrongest about the empty one. Durable appends of verified
/// packets of 400 bytes, a commit at a time, on the embedded PostgreSQL. Leaves out
/// decoding, signatures and HTTP.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 6)
@Fork(1)
public class LedgerBenchmark {
    private static final int PACKETS = 20_000;
    private static final LedgerConfig CONFIG = new LedgerConfig(512, PACKETS);

    @Param({"1", "5000000"})
    private long entriesBefore;

    private final Vertx vertx = Vertx.vertx();
    private final Night night = Night.signed();
    private final List<Verdict.Storable> next = new ArrayList<>();
    private int place;
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private LocalPostgres postgres;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Ledger ledger;

    @Setup
    public void fillLedger() throws IOException, SQLException {
        folder = Files.createTempDirectory("shomar-ledger-benchmark");
        postgres = LocalPostgres.start(vertx, folder).await();
        open().close().await();
        FilledLedger.fill(postgres.url(), entriesBefore);
        ledger = open();
    }

    @Setup(Level.Iteration)
    public void makePackets() {
        next.clear();
        next.addAll(IntStream.range(place, place + PACKETS)
                .parallel()
                .mapToObj(night::packet)
                .toList());
        place += PACKETS;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long append() {
        List<Future<Appended>> answers = next.stream().map(ledger::append).toList();
        Future.all(answers).await();
        return answers.stream()
                .filter(answer ->
                        answer.result() instanceof Appended.Stored stored && stored.first())
                .count();
    }

    @TearDown
    public void removeLedger() throws IOException {
        ledger.close().await();
        postgres.close().await();
        vertx.close().await();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Ledger open() {
        return Ledger.open(vertx, postgres.url(), CONFIG, night.definition(), new Growing())
                .await();
    }
}
