package org.shomar.aggregator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.feed.Feed;
import org.shomar.aggregator.feed.FeedConfig;
import org.shomar.aggregator.feed.LogSource;
import org.shomar.aggregator.feed.TileFolder;
import org.shomar.aggregator.feed.TotalsSource;
import org.shomar.aggregator.fold.BranchStates;
import org.shomar.aggregator.fold.Totals;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.gauge.LoopWatch;
import org.shomar.aggregator.gauge.OpsServer;
import org.shomar.aggregator.ingress.Ingress;
import org.shomar.aggregator.ingress.IngressConfig;
import org.shomar.aggregator.ingress.TlsFiles;
import org.shomar.aggregator.ledger.Entry;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.LedgerConfig;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.tally.History;
import org.shomar.aggregator.tally.LedgerReader;
import org.shomar.aggregator.tally.Tally;
import org.shomar.aggregator.tally.TallyConfig;
import org.shomar.aggregator.verify.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One running node: the rooms, joined in the order of the flow and closed in the other.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LOG_KEY_VARIABLE = "SHOMAR_LOG_KEY";
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int BRANCH_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int CLOSE_SECONDS_MAX = 8;
    private static final int OPENING_SECONDS_MAX = 6;

    /// What a room gets to close when those before it took all the time: enough to tell the
    /// database to stop.
    private static final int CLOSE_MILLIS_MIN = 250;

    private final Definition definition;
    private final ServerConfig config;
    private final Vertx vertx;

    /// The branches' own event loops. Signatures take most of their time, and neither the
    /// ledger nor a reader shall wait behind them.
    private final Vertx branches;

    private final Gauges gauges = new Gauges();
    private final Deque<Closing> closings = new ArrayDeque<>();

    /// Held while the node opens, so that it closes only what is whole.
    private final ReentrantLock opening = new ReentrantLock();

    private volatile boolean stopping;
    private volatile boolean ready;

    /// Whether a fault stopped the ledger; asked before it is open, too.
    private volatile BooleanSupplier broken = () -> false;

    private int ingestPort;
    private int publicPort;
    private int opsPort;

    /// A room's way to close, and its name for the log.
    private record Closing(String room, Supplier<Future<Void>> close) {}

    /// A node that is not started yet.
    public Server(Definition definition, ServerConfig config) {
        this.definition = definition;
        this.config = config;
        this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        this.branches = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(BRANCH_LOOPS));
        closings.push(new Closing("vertx", vertx::close));
        closings.push(new Closing("branches", branches::close));
    }

    /// Starts a node, as [#start()] does.
    public static Server start(Definition definition, ServerConfig config) throws IOException {
        Server server = new Server(definition, config);
        server.start();
        return server;
    }

    /// Returns when the node is ready: everything that the ledger held is in the totals,
    /// and every port is open. Blocks; not for an event loop. [#close] may be called
    /// meanwhile; the start then ends with an exception after the step that is under way.
    ///
    /// @throws IOException when the data folder cannot be used
    public void start() throws IOException {
        opening.lock();
        try {
            open();
        } finally {
            if (!ready) { // a failed future may throw what Java calls checked, too
                close();
            }
            opening.unlock();
        }
    }

    private void open() throws IOException {
        LOG.info("Starting election {} with {}", definition.election(), config);
        OpsServer ops = opened(
                "--ops-port " + config.opsPort(),
                OpsServer.start(ANY_ADDRESS, config.opsPort(), gauges, this::live, this::isReady));
        own("ops", ops::close);
        opsPort = ops.port();

        Readings readings = new Readings(vertx, gauges, definition, this::isReady);
        await(LoopWatch.start(
                Map.of(vertx, VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE, branches, BRANCH_LOOPS),
                gauges));
        Stages stages = new Stages(gauges, definition);
        readings.stages(stages);
        String databaseUrl = databaseUrl();
        SignedLog log = log();
        Growth growth = new Growth(log, stages);
        Ledger ledger =
                await(Ledger.open(vertx, databaseUrl, LedgerConfig.DEFAULT, definition, growth));
        own("ledger", ledger::close);
        broken = () -> ledger.state() == Ledger.State.STOPPED;
        ledger.onRoundTrips(stages::roundTrips);
        await(log.start());

        Tally tally = await(Tally.start(vertx, TallyConfig.ALONE, definition, new Reading(ledger)));
        own("tally", tally::close);
        growth.countBy(tally::merge);

        WitnessedLog witnessed = await(WitnessedLog.start(vertx, log, config.witnesses()));
        own("witnesses", witnessed::close);
        readings.log(log, witnessed);
        LogSource served = new ServedLog(log, witnessed, ledger);
        Feed feed = feed(tally, ledger, served);
        feed.onShown(stages::shown);
        own("feed", feed::close);
        publicPort = feed.port();
        tally.onChange((contest, contestSeq) -> {
            stages.merged(contest, contestSeq);
            feed.changed(contest);
        });
        await(feed.refresh());
        writeTiles(served, feed);

        Pipeline pipeline = new Pipeline(
                new Verifier(definition),
                ledger,
                log,
                LedgerConfig.DEFAULT.entriesWaitingMax(),
                stages);
        Ingress ingress =
                opened(ingressOptions(), Ingress.start(branches, ingressConfig(), pipeline));
        own("ingress", ingress::close);
        ingestPort = ingress.port();

        readings.rooms(ledger, tally, feed, ingress, LedgerConfig.DEFAULT.entriesWaitingMax());
        readings.certificate(certificate(), InstantSource.system());
        await(readings.ask(ledger, config.data()));
        ready = true;
    }

    private boolean live() {
        return !broken.getAsBoolean();
    }

    private boolean isReady() {
        return ready && live();
    }

    private Feed feed(Tally tally, Ledger ledger, LogSource served) {
        FeedConfig feedConfig = FeedConfig.DEFAULT.at(ANY_ADDRESS, config.publicPort());
        History history = new History(vertx, definition, new Reading(ledger));
        return opened(
                "--public-port " + config.publicPort(),
                Feed.start(vertx, feedConfig, definition, new Totalling(tally, history), served));
    }

    private void writeTiles(LogSource served, Feed feed) throws IOException {
        Path folder = config.tiles();
        if (folder != null) {
            TileFolder tiles = TileFolder.open(folder, served, feed::everythingIsPublished);
            own("tiles", tiles::close);
        }
    }

    /// Takes over a room that is open, to close it later.
    private void own(String room, Supplier<Future<Void>> close) {
        closings.push(new Closing(room, close));
        if (stopping) {
            throw new IllegalStateException("stopped while starting");
        }
    }

    private String databaseUrl() throws IOException {
        String given = config.databaseUrl();
        if (given != null) {
            return given;
        }
        LocalPostgres postgres = await(LocalPostgres.start(vertx, config.data()));
        own("postgres", postgres::close);
        return postgres.url();
    }

    private SignedLog log() throws IOException {
        SignedLog log = SignedLog.open(config.data(), logKey());
        own("log", () -> vertx.executeBlocking(() -> {
                    log.close();
                    return true;
                })
                .mapEmpty());
        return log;
    }

    /// From the file that was given, else from the environment, else made on the first start.
    private NoteSigner logKey() throws IOException {
        Files.createDirectories(config.data());
        String origin = "shomar/" + definition.election();
        Path given = config.logKey();
        if (given != null) {
            return LogKeyFile.read(given, origin, NoteKey.Type.LOG);
        }
        String secret = System.getenv(LOG_KEY_VARIABLE);
        return secret != null
                ? LogKeyFile.parse(secret, LOG_KEY_VARIABLE, origin, NoteKey.Type.LOG)
                : LogKeyFile.readOrMake(config.data().resolve("log-key"), origin, NoteKey.Type.LOG);
    }

    private String ingressOptions() {
        TlsFiles tls = config.tls();
        String port = "--ingest-port " + config.ingestPort();
        return tls == null
                ? port
                : port + " with --tls-cert " + tls.certificate() + " --tls-key " + tls.key();
    }

    private IngressConfig ingressConfig() throws IOException {
        TlsFiles tls = config.tls();
        if (tls == null && !config.plain()) {
            tls = Certificates.in(config.data().resolve("tls"));
        }
        return new IngressConfig(
                config.plain() ? LOOPBACK : ANY_ADDRESS,
                config.ingestPort(),
                tls,
                CONNECTIONS_MAX,
                BRANCH_LOOPS,
                IngressConfig.REQUEST_MILLIS,
                IngressConfig.BATCHES_UNDER_WAY_BYTES_MAX);
    }

    /// Where branches send, such as `https://127.0.0.1:8443`.
    public String ingest() {
        return (config.plain() ? "http://" : "https://") + LOOPBACK + ':' + ingestPort;
    }

    /// Where anybody reads, such as `http://127.0.0.1:8080`.
    public String reading() {
        return "http://" + LOOPBACK + ':' + publicPort;
    }

    /// Where operators look, such as `http://127.0.0.1:8081`.
    public String ops() {
        return "http://" + LOOPBACK + ':' + opsPort;
    }

    /// The certificate that the ingress shows, null for plain HTTP.
    public @Nullable Path certificate() {
        if (config.plain()) {
            return null;
        }
        TlsFiles given = config.tls();
        return given != null
                ? given.certificate()
                : config.data().resolve("tls").resolve("cert.pem");
    }

    /// Stops accepting, answers what is under way, and closes every room; at most 10 s.
    @Override
    public void close() {
        ready = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS_MAX);
        awaitOpening();
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                long left = Math.max(
                        CLOSE_MILLIS_MIN,
                        TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
                closing.close().get().await(left, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | RuntimeException e) {
                LOG.warn("{} did not close in order: {}", closing.room(), e.toString());
            }
        }
        gauges.close();
    }

    /// Awaits the opening of a port; a failure names the options that chose it.
    private static <T> T opened(String options, Future<T> opening) {
        return await(opening.recover(fault -> Future.failedFuture(
                new IOException(options + " cannot be opened: " + fault.getMessage(), fault))));
    }

    /// Whether a close from outside, by a signal, ended the start.
    public boolean stopping() {
        return stopping;
    }

    /// A start that is under way ends after its next step, and frees the lock.
    private void awaitOpening() {
        if (opening.isHeldByCurrentThread()) {
            return;
        }
        stopping = true;
        try {
            if (opening.tryLock(OPENING_SECONDS_MAX, TimeUnit.SECONDS)) {
                opening.unlock();
            } else {
                LOG.warn("a step of the start did not end; closing what is open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(Future<T> future) {
        return future.await();
    }

    /// What the feed reads of the tally, and of the ledger for disputes.
    private record Totalling(Tally tally, History history) implements TotalsSource {
        @Override
        public Future<Totals> totals(int contest) {
            return tally.totals(contest);
        }

        @Override
        public Future<Optional<Totals>> totalsAt(int contest, long seq) {
            return history.totalsAt(contest, seq);
        }

        @Override
        public Future<BranchStates> branches(int contest) {
            return tally.branches(contest);
        }
    }

    /// What the tally reads of the ledger.
    private record Reading(Ledger ledger) implements LedgerReader {
        @Override
        public Future<Long> head() {
            return ledger.head();
        }

        @Override
        public Future<Map<Integer, Long>> contestHeads() {
            return ledger.contestHeads();
        }

        @Override
        public Future<List<Entry>> entriesAfter(long seq, int limit) {
            return ledger.entriesAfter(seq, limit);
        }

        @Override
        public Future<List<Entry>> contestEntries(int contest, long fromContestSeq, int limit) {
            return ledger.contestEntries(contest, fromContestSeq, limit);
        }
    }
}
