package org.shomar.aggregator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.feed.Feed;
import org.shomar.aggregator.feed.FeedConfig;
import org.shomar.aggregator.feed.LogSource;
import org.shomar.aggregator.feed.TotalsSource;
import org.shomar.aggregator.gauge.Gauges;
import org.shomar.aggregator.gauge.OpsServer;
import org.shomar.aggregator.ingress.Ingress;
import org.shomar.aggregator.ingress.IngressConfig;
import org.shomar.aggregator.ingress.Intake;
import org.shomar.aggregator.ingress.TlsFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// A node's three ports: how each is opened, and where it then is. A failure names the
/// options that chose it.
final class Ports {
    /// Two for each core, four at least: with 64 connections 8 % more packets than with one, see
    /// `docs/intentional.md`.
    static final int BRANCH_LOOPS = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECTIONS_MAX = 20_000;

    private final ServerConfig config;
    private int ingestPort;
    private int publicPort;
    private int opsPort;

    Ports(ServerConfig config) {
        this.config = config;
    }

    OpsServer ops(Gauges gauges, BooleanSupplier live, BooleanSupplier ready) {
        OpsServer ops = opened(
                "--ops-port " + config.opsPort(),
                OpsServer.start(ANY_ADDRESS, config.opsPort(), gauges, live, ready));
        opsPort = ops.port();
        return ops;
    }

    Feed feed(Vertx vertx, Definition definition, TotalsSource totals, LogSource log) {
        FeedConfig feedConfig = FeedConfig.DEFAULT.at(ANY_ADDRESS, config.publicPort());
        Feed feed = opened(
                "--public-port " + config.publicPort(),
                Feed.start(vertx, feedConfig, definition, totals, log));
        publicPort = feed.port();
        return feed;
    }

    Ingress ingress(Vertx branches, Intake intake) throws IOException {
        Ingress ingress =
                opened(ingressOptions(), Ingress.start(branches, ingressConfig(), intake));
        ingestPort = ingress.port();
        return ingress;
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
            tls = Certificates.in(generated());
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

    private Path generated() {
        return config.data().resolve("tls");
    }

    private static <T> T opened(String options, Future<T> opening) {
        return opening.recover(fault -> Future.failedFuture(new IOException(
                        options + " cannot be opened: " + fault.getMessage(), fault)))
                .await();
    }

    /// Where branches send, such as `https://127.0.0.1:8443`.
    String ingest() {
        return (config.plain() ? "http://" : "https://") + LOOPBACK + ':' + ingestPort;
    }

    /// Where anybody reads, such as `http://127.0.0.1:8080`.
    String reading() {
        return "http://" + LOOPBACK + ':' + publicPort;
    }

    /// Where operators look, such as `http://127.0.0.1:8081`.
    String ops() {
        return "http://" + LOOPBACK + ':' + opsPort;
    }

    /// The certificate that the ingress shows, null for plain HTTP.
    @Nullable
    Path certificate() {
        if (config.plain()) {
            return null;
        }
        TlsFiles given = config.tls();
        return given != null ? given.certificate() : generated().resolve("cert.pem");
    }
}
