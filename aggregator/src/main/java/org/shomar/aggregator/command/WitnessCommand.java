package org.shomar.aggregator.command;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.verify.Ed25519;
import org.shomar.aggregator.witness.Witness;
import org.shomar.aggregator.witness.WitnessServer;
import org.shomar.aggregator.witness.WitnessServerConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description =
                "Signs that the logs of servers only ever grew, until SIGTERM or Ctrl-C. For a party,"
                        + " a court, a newspaper.")
final class WitnessCommand implements Callable<Integer> {
    private static final int PORT = 8086;
    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--log",
            required = true,
            paramLabel = "VKEY",
            description = "key of a log to watch, or the public address of its server, whose key is"
                    + " then taken on trust; once more for each further log")
    private List<String> logs;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "of this witness, such as paper.example/witness; at the first start, when"
                    + " its key is made")
    private @Nullable String name;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "what it signed last and evidence of forks, default ${DEFAULT-VALUE}")
    private Path data = Path.of("shomar-data", "witness");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "its private key, made if missing; default witness.key in --data")
    private @Nullable Path key;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "port to listen on, default ${DEFAULT-VALUE}; 0: any free one")
    private int port = PORT;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "address to listen on, default ${DEFAULT-VALUE}: all of them")
    private String host = ANY_ADDRESS;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WitnessServerConfig config = WitnessServerConfig.at(host, port);
        List<NoteKey> keys = new LogKeys(data, Ed25519.fastest()).of(logs);
        Path keyFile = key != null ? key : data.resolve("witness.key");
        NoteSigner signer = signer(keyFile);
        Witness witness = Witness.open(data, signer, keys, InstantSource.system());
        Vertx vertx = Vertx.vertx();
        WitnessServer server = start(vertx, config, witness);
        Termination.onSignal(() -> close(server, witness));
        System.err.println("shomar: the private key is in " + keyFile
                + "; who has a copy of it can sign in your name");
        System.out.println(new JsonObject()
                .put("ready", true)
                .put("witness", url(server.port()))
                .put("vkey", signer.key().toString())
                .encode());
        Termination.await();
        return Exit.OK;
    }

    private NoteSigner signer(Path keyFile) throws IOException {
        String given = Files.exists(keyFile) ? null : name;
        NoteSigner signer = LogKeyFile.readOrMake(keyFile, given, NoteKey.Type.WITNESS);
        if (name != null && !signer.key().name().equals(name)) {
            throw StopException.usage("the key in " + keyFile + " has the name "
                    + signer.key().name() + ", not " + name
                    + ". A name belongs to a key for ever: leave --name away, or give another --key"
                    + " and --data");
        }
        return signer;
    }

    /// Opens the port; should that fail, nothing stays open.
    private WitnessServer start(Vertx vertx, WitnessServerConfig config, Witness witness)
            throws IOException {
        boolean started = false;
        try {
            WitnessServer server = WitnessServer.start(vertx, config, witness)
                    .recover(fault -> Future.failedFuture(new IOException(
                            "--port " + port + " of --host " + host + " cannot be opened: "
                                    + fault.getMessage(),
                            fault)))
                    .await();
            started = true;
            return server;
        } finally {
            if (!started) {
                vertx.close().await();
                witness.close();
            }
        }
    }

    private String url(int actualPort) {
        String shown = host.equals(ANY_ADDRESS) ? LOOPBACK : host;
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + actualPort;
    }

    private static void close(WitnessServer server, Witness witness) {
        try {
            server.close().await();
            witness.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
