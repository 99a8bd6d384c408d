package org.shomar.aggregator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.feed.Feed;
import org.shomar.aggregator.gauge.Gauge;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.ingress.Ingress;
import org.shomar.aggregator.ledger.Ledger;
import org.shomar.aggregator.ledger.Vitals;
import org.shomar.aggregator.proof.SignedLog;
import org.shomar.aggregator.tally.Tally;
import org.shomar.aggregator.witness.WitnessState.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// What is read of the rooms whenever `/metrics` is. The database and the disk are asked
/// every few seconds instead: they may take long to answer.
final class Readings {
    private static final Logger LOG = LoggerFactory.getLogger(Readings.class);
    private static final int ASK_MILLIS = 5_000;
    private static final double NANOS = 1e9;

    private final Vertx vertx;
    private final Gauges gauges;
    private volatile Vitals vitals = new Vitals(0, 0, 0, 0);
    private volatile Disk disk = new Disk(0, 0);

    private record Disk(long freeBytes, long sizeBytes) {
        /// @param folder need not be there yet
        static Disk of(Path folder) throws IOException {
            Path there = folder.toAbsolutePath();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            FileStore store = Files.getFileStore(there);
            return new Disk(store.getUsableSpace(), store.getTotalSpace());
        }
    }

    /// Tells at once what is known before anything runs.
    Readings(Vertx vertx, Gauges gauges, Definition definition, BooleanSupplier ready) {
        this.vertx = vertx;
        this.gauges = gauges;
        String version = Readings.class.getPackage().getImplementationVersion();
        gauges.info(
                Gauge.BUILD,
                "version",
                version == null ? "unpackaged" : version,
                "java",
                Runtime.version().toString(),
                "flags",
                flags());
        gauges.info(
                Gauge.ELECTION,
                "election",
                definition.election(),
                "phase",
                definition.phase().name().toLowerCase(Locale.ROOT));
        gauges.reading(Gauge.READY, () -> ready.getAsBoolean() ? 1 : 0);
    }

    /// What the JVM itself is told, `-X…`; a property or an agent's option may be a secret.
    private static String flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X"))
                .collect(Collectors.joining(" "));
    }

    void stages(Stages stages) {
        gauges.reading(Gauge.LEDGER_HEAD, () -> Math.max(stages.head(), vitals.head()));
        gauges.reading(Gauge.TALLY_LAG, () -> stages.uncounted().ages().oldestSeconds());
        gauges.reading(Gauge.FEED_LAG, () -> stages.unshown().ages().oldestSeconds());
        gauges.reading(Gauge.FEED_LAG_SUM, () -> stages.unshown().ages().sumSeconds());
        gauges.reading(Gauge.FEED_LAG_CONTESTS, () -> stages.unshown().ages().contests());
        gauges.reading(Gauge.FEED_HEAD, stages::shownHead);
        gauges.reading(
                Gauge.PUBLISHED_AGE, () -> (System.nanoTime() - stages.shownNanos()) / NANOS);
    }

    void log(SignedLog log, WitnessedLog witnessed) {
        gauges.reading(Gauge.LOG_SIGNED, log::signedSize);
        gauges.reading(Gauge.WITNESSES, () -> witnessed.witnesses().size());
        gauges.reading(Gauge.WITNESSES_LATE, () -> count(witnessed, Standing.LATE));
        gauges.reading(Gauge.WITNESSES_FORKED, () -> count(witnessed, Standing.FORKED));
    }

    private static long count(WitnessedLog witnessed, Standing standing) {
        return witnessed.witnesses().stream()
                .filter(state -> state.standing() == standing)
                .count();
    }

    void rooms(Ledger ledger, Tally tally, Feed feed, Ingress ingress, int entriesWaitingMax) {
        gauges.reading(Gauge.INGRESS_CONNECTIONS, ingress::connections);
        gauges.reading(Gauge.INGRESS_BATCH_BYTES, ingress::batchBytes);
        gauges.reading(Gauge.LEDGER_WAITING, ledger::waiting);
        gauges.reading(Gauge.LEDGER_WAITING_MAX, () -> entriesWaitingMax);
        gauges.reading(
                Gauge.DATABASE_CONNECTED, () -> ledger.state() == Ledger.State.CONNECTED ? 1 : 0);
        gauges.reading(Gauge.DATABASE_READS, ledger::readsPending);
        gauges.reading(Gauge.DATABASE_POOL, ledger::readConnections);
        gauges.reading(Gauge.DATABASE_BYTES, () -> vitals.bytes());
        gauges.reading(Gauge.DATABASE_CONNECTIONS, () -> vitals.connections());
        gauges.reading(Gauge.DATABASE_CONNECTIONS_MAX, () -> vitals.connectionsMax());
        gauges.reading(Gauge.TALLY_WAITING, tally::waiting);
        gauges.reading(Gauge.BEHIND, tally::behind);
        gauges.total(Gauge.CAUGHT_UP, tally::caughtUp);
        gauges.total(Gauge.CATCH_UP_FAILURES, tally::catchUpFailures);
        gauges.reading(Gauge.CLUSTER_MEMBERS, tally::members);
        gauges.reading(Gauge.READS_PENDING, feed::readsPending);
        gauges.reading(Gauge.HEARTBEAT_AGE, () -> feed.heartbeatAgeNanos() / NANOS);
        gauges.reading(Gauge.READERS, feed::readers);
        gauges.reading(Gauge.PUBLIC_CONNECTIONS, feed::connections);
        gauges.reading(Gauge.TOPICS, feed::topics);
        gauges.reading(Gauge.CACHE_BYTES, feed::cacheBytes);
        gauges.reading(Gauge.BRANCHES_BYTES, feed::branchBytes);
        gauges.reading(Gauge.BUNDLE_BYTES, feed::bundleBytes);
        gauges.reading(Gauge.BUNDLES_PENDING, feed::bundlesPending);
        gauges.total(Gauge.FRAMES, feed::framesSent);
        gauges.total(Gauge.CONNECTIONS_REFUSED, feed::connectionsRefused);
        gauges.total(Gauge.READERS_REFUSED, feed::readersRefused);
        gauges.total(Gauge.READERS_SLOW, feed::slowReadersClosed);
    }

    /// @param certificate of the ingress, null for plain HTTP, which has nothing to run out
    void certificate(@Nullable Path certificate, InstantSource clock) throws IOException {
        if (certificate == null) {
            return;
        }
        Instant end = endOf(certificate);
        gauges.reading(
                Gauge.CERTIFICATE,
                () -> (end.toEpochMilli() - clock.millis())
                        / (double) TimeUnit.SECONDS.toMillis(1));
    }

    private static Instant endOf(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            X509Certificate first = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return first.getNotAfter().toInstant();
        } catch (CertificateException e) {
            throw new IOException(certificate + " holds no certificate that can be read", e);
        }
    }

    /// Asks the database and the disk now, and again and again until Vert.x is closed. What
    /// does not answer leaves its last figures. Succeeds after the first answers.
    ///
    /// @param folder of the data
    Future<Void> ask(Ledger ledger, Path folder) {
        gauges.reading(Gauge.DISK_FREE, () -> disk.freeBytes());
        gauges.reading(Gauge.DISK_SIZE, () -> disk.sizeBytes());
        return once(ledger, folder).onSuccess(asked -> askAgain(ledger, folder));
    }

    private void askAgain(Ledger ledger, Path folder) {
        vertx.setTimer(ASK_MILLIS, due -> once(ledger, folder)
                .onSuccess(asked -> askAgain(ledger, folder)));
    }

    private Future<Void> once(Ledger ledger, Path folder) {
        return Future.join(
                        ledger.vitals().onSuccess(read -> vitals = read),
                        vertx.executeBlocking(() -> Disk.of(folder)).onSuccess(read -> disk = read))
                .onFailure(silent -> LOG.debug("no figures of database or disk", silent))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
