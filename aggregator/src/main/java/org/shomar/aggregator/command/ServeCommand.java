package org.shomar.aggregator.command;

import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.Server;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.ingress.TlsFiles;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs one node until SIGTERM or Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--election",
            required = true,
            paramLabel = "FILE",
            description = "the definition, election.json")
    private Path election;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "embedded database and certificate, default shomar-data/<election>")
    private @Nullable Path data;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "postgresql://user:password@host:port/database, instead of the embedded one")
    private @Nullable String databaseUrl;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "PEM certificate of the ingress")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "PEM private key of the ingress")
    private @Nullable Path key;

    @Option(
            names = "--plain",
            description = "HTTP instead of HTTPS at the ingress, on loopback only")
    private boolean plain;

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description = "key that signs the log, one line PRIVATE+KEY+shomar/<election>+…;"
                    + " default: the variable SHOMAR_LOG_KEY, else made once, in the data folder")
    private @Nullable Path logKey;

    @Mixin
    private NodeOptions node;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Definition definition = Definitions.require(election);
        Path folder = data != null ? data : Path.of("shomar-data", definition.election());
        Server server =
                new Server(definition, node.config(folder, databaseUrl, tls(), plain, logKey));
        Termination.start(server, server::close);
        System.out.println(new JsonObject()
                .put("ready", true)
                .put("ingest", server.ingest())
                .put("public", server.reading())
                .put("ops", server.ops())
                .encode());
        Termination.await();
        return Exit.OK;
    }

    private @Nullable TlsFiles tls() {
        Path certificateFile = certificate;
        Path keyFile = key;
        if (certificateFile == null && keyFile == null) {
            return null;
        }
        if (certificateFile == null || keyFile == null) {
            throw StopException.usage("--tls-cert and --tls-key go together");
        }
        return new TlsFiles(certificateFile, keyFile);
    }
}
