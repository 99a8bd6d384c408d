package org.shomar.aggregator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.feed.Feed;
import org.shomar.aggregator.feed.LogSource;
import org.shomar.aggregator.feed.TileFolder;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.gauge.LoopWatch;
import org.shomar.aggregator.gauge.OpsServer;
import org.shomar.aggregator.ingress.Ingress;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.LedgerConfig;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.tally.History;
import org.shomar.aggregator.tally.Tally;
import org.shomar.aggregator.tally.TallyConfig;
import org.shomar.aggregator.verify.Verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Opens the rooms of a node in the order of the flow, and joins them.
final class Rooms {
    private static final String LOG_KEY_VARIABLE = "SHOMAR_LOG_KEY";

    private final Definition definition;
    private final ServerConfig config;
    private final TallyConfig tallyConfig;
    private final Ports ports;
    private final Closings closings;
    private final Vertx vertx;

    /// The branches' own event loops. Signatures take most of their time, and neither the
    /// ledger nor a reader shall wait behind them.
    private final Vertx branches;

    private final Gauges gauges = new Gauges();

    /// Whether a fault stopped the ledger; asked before it is open, too.
    private volatile BooleanSupplier broken = () -> false;

    /// @param ports    opened with the rooms that listen
    /// @param closings gets each room as soon as it is open
    Rooms(
            Definition definition,
            ServerConfig config,
            TallyConfig tallyConfig,
            Ports ports,
            Closings closings) {
        this.definition = definition;
        this.config = config;
        this.tallyConfig = tallyConfig;
        this.ports = ports;
        this.closings = closings;
        this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        this.branches = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Ports.BRANCH_LOOPS));
        closings.own("vertx", vertx::close);
        closings.own("branches", branches::close);
    }

    /// Returns when all are open and everything that the ledger held is in the totals. Blocks.
    ///
    /// @param ready whether this has returned, and the node is not stopping
    void open(BooleanSupplier ready) throws IOException {
        BooleanSupplier readyAndLive = () -> ready.getAsBoolean() && live();
        OpsServer ops = ports.ops(gauges, this::live, readyAndLive);
        closings.own("ops", ops::close);

        Readings readings = new Readings(vertx, gauges, definition, readyAndLive);
        LoopWatch.start(
                        Map.of(
                                vertx,
                                VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE,
                                branches,
                                Ports.BRANCH_LOOPS),
                        gauges)
                .await();
        Stages stages = new Stages(gauges, definition);
        readings.stages(stages);
        String databaseUrl = databaseUrl();
        SignedLog log = log();
        Growth growth = new Growth(log, stages);
        Ledger ledger = Ledger.open(vertx, databaseUrl, LedgerConfig.DEFAULT, definition, growth)
                .await();
        closings.own("ledger", ledger::close);
        broken = () -> ledger.state() == Ledger.State.STOPPED;
        ledger.onRoundTrips(stages::roundTrips);
        log.start().await();

        Tally tally =
                Tally.start(vertx, tallyConfig, definition, new Reading(ledger)).await();
        closings.own("tally", tally::close);
        growth.countBy(tally::merge);

        WitnessedLog witnessed =
                WitnessedLog.start(vertx, log, config.witnesses()).await();
        closings.own("witnesses", witnessed::close);
        readings.log(log, witnessed);
        LogSource served = new ServedLog(log, witnessed, ledger);
        History history = new History(vertx, definition, new Reading(ledger));
        Feed feed = ports.feed(vertx, definition, new Totalling(tally, history), served);
        feed.onShown(stages::shown);
        feed.onAnswered(new AnswerTimes(gauges));
        closings.own("feed", feed::close);
        tally.onChange((contest, contestSeq) -> {
            stages.merged(contest, contestSeq);
            feed.changed(contest);
        });
        feed.refresh().await();
        writeTiles(served, feed);

        int entriesWaitingMax = LedgerConfig.DEFAULT.entriesWaitingMax();
        Pipeline pipeline =
                new Pipeline(new Verifier(definition), ledger, log, entriesWaitingMax, stages);
        Ingress ingress = ports.ingress(branches, pipeline);
        closings.own("ingress", ingress::close);

        readings.rooms(ledger, tally, feed, ingress, entriesWaitingMax);
        readings.certificate(ports.certificate(), InstantSource.system());
        readings.ask(ledger, config.data()).await();
    }

    private boolean live() {
        return !broken.getAsBoolean();
    }

    private String databaseUrl() throws IOException {
        String given = config.databaseUrl();
        if (given != null) {
            return given;
        }
        LocalPostgres postgres = LocalPostgres.start(vertx, config.data()).await();
        closings.own("postgres", postgres::close);
        return postgres.url();
    }

    private SignedLog log() throws IOException {
        SignedLog log = SignedLog.open(config.data(), logKey());
        closings.own("log", () -> vertx.executeBlocking(() -> {
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

    private void writeTiles(LogSource served, Feed feed) throws IOException {
        Path folder = config.tiles();
        if (folder != null) {
            TileFolder tiles = TileFolder.open(folder, served, feed::everythingIsPublished);
            closings.own("tiles", tiles::close);
        }
    }

    /// After everything else is closed.
    void closeGauges() {
        gauges.close();
    }
}
