package org.shomar.loadtest;

import org.jspecify.annotations.Nullable;
import org.shomar.loadtest.load.Crowd;
import org.shomar.loadtest.load.Curve;
import org.shomar.loadtest.load.Endpoint;
import org.shomar.loadtest.load.Mix;
import org.shomar.loadtest.load.Order;
import org.shomar.loadtest.load.Slo;
import org.shomar.loadtest.load.Target;
import org.shomar.loadtest.load.Ways;
import org.shomar.loadtest.report.Plan;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What `run` and `find-max` are asked alike.
final class LoadOptions {
    @Parameters(
            paramLabel = "DIR",
            description = "a rehearsal, as `election generate` or `election import` wrote it; the"
                    + " server runs its election.json")
    Path folder = Path.of(".");

    @Mixin
    ServerOptions server;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "goes before, is not measured; default ${DEFAULT-VALUE}")
    String warmUp = "10s";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "keep-alive: a packet a request; connection: a new connection for each;"
                    + " batch[:SIZE]: many a request; default ${DEFAULT-VALUE}")
    String mode = "keep-alive";

    @Option(
            names = "--resume-tls",
            description = "a new connection takes up the TLS session of an earlier one, where one"
                    + " is at hand, as a branch that comes back does; as a rule each makes a full"
                    + " handshake, as one that was never here")
    boolean resumeTls;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "at the same time, default ${DEFAULT-VALUE}")
    int connections = 64;

    @Option(
            names = "--mix",
            paramLabel = "KIND=SHARE%,...",
            description =
                    "duplicates, amendments, forged, malformed, slow, skew; the rest is fresh")
    String mix = "";

    @Option(
            names = "--readers",
            paramLabel = "N",
            description = "WebSockets on the feed, default ${DEFAULT-VALUE}")
    int readers;

    @Option(
            names = "--slow-readers",
            paramLabel = "N",
            description = "further ones that read a frame a second, default ${DEFAULT-VALUE}")
    int slowReaders;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "TOPIC",
            description = "what each reader follows: busiest (the contest with most branches),"
                    + " spread (each another contest), or names such as election and contest/7;"
                    + " default busiest")
    List<String> topics = List.of();

    @Option(
            names = "--source-addresses",
            paramLabel = "N",
            description = "addresses 127.0.0.1 and up to come from, on loopback;"
                    + " default ${DEFAULT-VALUE}")
    int addresses = 1;

    @Option(
            names = "--no-resend",
            description = "a packet refused by 503 or 429 is not sent again; as a rule it is, the"
                    + " same bytes, after Retry-After with jitter")
    boolean noResend;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "another run, default ${DEFAULT-VALUE}")
    long seed = 1;

    @Option(
            names = "--ops",
            paramLabel = "OPS",
            description = "such as http://127.0.0.1:8081: the server's own figures are reported,"
                    + " too")
    @Nullable
    URI ops;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "event loops that send, and as many that read for readers;"
                    + " default ${DEFAULT-VALUE}")
    int lanes = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "run.json, summary.txt, *.hgrm, junit.xml and report.html go here;"
                    + " default ${DEFAULT-VALUE}")
    Path out = Path.of("shomar-load");

    double warmUpSeconds() {
        return Curve.seconds(warmUp);
    }

    /// @param shape the options that say when packets are sent, by name
    /// @param into  the folder of the run
    Order order(
            Order.Load load,
            boolean closed,
            List<Slo> slos,
            SequencedMap<String, String> shape,
            long ownSeed,
            Path into) {
        checkNoneWithoutEffect();
        List<String> followed = topics.isEmpty() ? List.of("busiest") : topics;
        Endpoint.resumeSessions(resumeTls);
        // Addresses are not asked: the same run on other ports is the same run.
        SequencedMap<String, String> asked = new LinkedHashMap<>(shape);
        asked.put("warm-up", warmUp);
        asked.put("mode", mode);
        asked.put("resume-tls", Boolean.toString(resumeTls));
        asked.put("connections", Integer.toString(connections));
        asked.put("mix", mix.isEmpty() ? "fresh" : mix);
        asked.put("readers", Integer.toString(readers));
        asked.put("slow-readers", Integer.toString(slowReaders));
        asked.put("topics", String.join(",", followed));
        asked.put("source-addresses", Integer.toString(addresses));
        asked.put("resend", Boolean.toString(!noResend));
        asked.put("lanes", Integer.toString(lanes));
        return new Order(
                Target.of(server.to, server.certificate, addresses),
                Endpoint.reading(server.reading),
                ops == null ? null : Endpoint.ops(ops),
                Ways.of(mode, connections, !noResend, closed),
                load,
                Mix.parse(mix),
                ownSeed,
                new Crowd(readers, slowReaders, followed, addresses),
                slos,
                lanes,
                new Plan(commandLine(), ownSeed, asked),
                into);
    }

    private void checkNoneWithoutEffect() {
        if (!topics.isEmpty() && readers + slowReaders == 0) {
            throw new IllegalArgumentException(
                    "--topics goes with --readers or --slow-readers; without them nobody follows");
        }
        if (resumeTls && !"https".equals(server.to.getScheme())) {
            throw new IllegalArgumentException(
                    "--resume-tls goes with an https address; " + server.to + " has no TLS");
        }
    }

    /// As typed, as far as the Java machine keeps it.
    private static String commandLine() {
        String main = System.getProperty("sun.java.command", "");
        int arguments = main.indexOf(' ');
        return "./shomar" + (arguments < 0 ? "" : main.substring(arguments));
    }
}
