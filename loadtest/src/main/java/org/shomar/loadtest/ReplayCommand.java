package org.shomar.loadtest;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.load.Endpoint;
import org.shomar.loadtest.load.Plane;
import org.shomar.loadtest.load.RehearsalFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// `./shomar replay`: sends an election's packets, waits until all is shown, compares the
/// totals.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Sends packets.cborseq of a folder, waits until all is shown, and compares the"
                        + " totals with its expected.json; exit 1 on any difference.")
public final class ReplayCommand implements Callable<Integer> {
    private static final int EXIT_OK = 0;
    private static final int EXIT_DIFFERENT = 1;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TROUBLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    @Parameters(
            paramLabel = "DIR",
            description = "what `election import` or `election generate` wrote")
    private Path folder = Path.of(".");

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "packets a second, evenly; default unlimited")
    private double rate;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "connections to the ingress, default ${DEFAULT-VALUE}")
    private int connections = 4;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "writes every answer here, in the packets' order")
    private @Nullable Path answersFile;

    @Option(names = "--json", description = "the report as JSON")
    private boolean json;

    /// Made by the command line, by name.
    public ReplayCommand() {}

    @Override
    public Integer call() throws Exception {
        if (rate < 0 || connections < 1) {
            throw new IllegalArgumentException("--rate and --connections must be positive");
        }
        RehearsalFolder rehearsal = new RehearsalFolder(folder);
        List<Parcel> parcels = Parcel.readAll(rehearsal);
        JsonObject expected = new JsonObject(Buffer.buffer(rehearsal.read("expected.json")));
        Vertx vertx = Vertx.vertx();
        try {
            Answers answers = new Answers();
            Uplink uplink =
                    new Uplink(vertx, Endpoint.ingest(server.to, server.certificate), connections);
            Plane reading = new Plane(vertx, Endpoint.reading(server.reading));
            uplink.awaitIngress(() -> System.err.println("shomar: waiting for " + server.to));
            long startNanos = System.nanoTime();
            sendAll(parcels, uplink, new Pace(startNanos, rate), answers);
            double sentSeconds = seconds(startNanos);
            List<Comparison.Difference> differences =
                    Comparison.differences(reading, expected, answers.lastSeq());
            write(parcels, answers);
            report(
                    parcels.size(),
                    answers,
                    sentSeconds,
                    seconds(startNanos),
                    expected.size(),
                    differences);
            return differences.isEmpty() ? EXIT_OK : EXIT_DIFFERENT;
        } finally {
            vertx.close().await(5, TimeUnit.SECONDS);
        }
    }

    private void sendAll(List<Parcel> parcels, Uplink uplink, Pace pace, Answers answers)
            throws InterruptedException, IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Meter meter = Meter.over(parcels.size())) {
            List<Future<?>> senders = new ArrayList<>();
            for (List<Parcel> share : shares(parcels)) {
                Sender sender = new Sender(
                        share,
                        uplink,
                        pace,
                        answers,
                        meter.progress(),
                        RETRY_NANOS,
                        TROUBLE_NANOS_MAX);
                senders.add(threads.submit(() -> {
                    sender.run();
                    return null;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("a sender failed", e);
        }
    }

    /// One share a connection; a branch's packets stay together, so they keep their order.
    private List<List<Parcel>> shares(List<Parcel> parcels) {
        List<List<Parcel>> shares = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            shares.add(new ArrayList<>());
        }
        for (Parcel parcel : parcels) {
            shares.get(parcel.branch() % connections).add(parcel);
        }
        return shares;
    }

    private void write(List<Parcel> parcels, Answers answers) throws IOException {
        Path file = answersFile;
        if (file != null) {
            try (PrintStream out =
                    new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
                for (Parcel parcel : parcels) {
                    out.print(answers.line(parcel.index()) + "\n");
                }
            }
        }
    }

    private void report(
            int packets,
            Answers answers,
            double sentSeconds,
            double shownSeconds,
            int contests,
            List<Comparison.Difference> differences) {
        if (json) {
            JsonObject outcomes = new JsonObject();
            answers.outcomes().forEach(outcomes::put);
            System.out.println(new JsonObject()
                    .put("packets", packets)
                    .put("answers", outcomes)
                    .put("seconds", sentSeconds)
                    .put("packetsPerSecond", Math.round(packets / sentSeconds))
                    .put("ackMillisP50", answers.millisAt(50))
                    .put("ackMillisP99", answers.millisAt(99))
                    .put("ackMillisP999", answers.millisAt(99.9))
                    .put("ackMillisMax", answers.millisMax())
                    .put("shownAfterSeconds", shownSeconds)
                    .put("contests", contests)
                    .put("contestsDifferent", differences.size())
                    .encode());
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%,d packets in %.2f s: %,.0f packets/s; answers %s%n",
                    packets,
                    sentSeconds,
                    packets / sentSeconds,
                    answers.outcomes());
            System.out.printf(
                    Locale.ROOT,
                    "ack p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms; all shown after %.2f s%n",
                    answers.millisAt(50),
                    answers.millisAt(99),
                    answers.millisAt(99.9),
                    answers.millisMax(),
                    shownSeconds);
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d contests equal expected.json%n",
                    contests - differences.size(),
                    contests);
        }
        for (Comparison.Difference difference : differences) {
            System.err.println("contest " + difference.contest() + ": expected "
                    + difference.expected() + ", shown " + difference.shown());
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    /// A progress bar where a person watches, and nothing elsewhere.
    private record Meter(@Nullable ProgressBar bar) implements AutoCloseable {
        static Meter over(int packets) {
            boolean watched = System.console() != null && System.console().isTerminal();
            return new Meter(
                    watched
                            ? new ProgressBarBuilder()
                                    .setTaskName("packets")
                                    .setInitialMax(packets)
                                    .build()
                            : null);
        }

        IntConsumer progress() {
            ProgressBar shown = bar;
            return shown == null ? settled -> {} : shown::stepBy;
        }

        @Override
        public void close() {
            ProgressBar shown = bar;
            if (shown != null) {
                shown.close();
            }
        }
    }
}
