package org.shomar.aggregator;

import io.vertx.core.Vertx;

import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;
import org.shomar.aggregator.witness.Witness;
import org.shomar.aggregator.witness.WitnessAddress;
import org.shomar.aggregator.witness.WitnessServer;
import org.shomar.aggregator.witness.WitnessServerConfig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A real witness of one log, on a free port.
final class RunningWitness implements AutoCloseable {
    final NoteKey key;
    private final Vertx vertx;
    private final Witness witness;
    private final int port;
    private WitnessServer server;

    private RunningWitness(Vertx vertx, NoteKey key, Witness witness) {
        this.vertx = vertx;
        this.key = key;
        this.witness = witness;
        this.server = listen(0);
        this.port = server.port();
    }

    /// @param folder with room for one of the witness's name
    /// @param log    that it watches
    static RunningWitness start(Vertx vertx, Path folder, String name, NoteKey log)
            throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        try {
            NoteSigner signer = NoteSigner.of(
                    name, NoteKey.Type.WITNESS, TestElection.seed(1, name), Ed25519.fastest());
            Witness witness = Witness.open(data, signer, List.of(log), InstantSource.system());
            return new RunningWitness(vertx, signer.key(), witness);
        } catch (UnfitTextException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private WitnessServer listen(int wantedPort) {
        return WitnessServer.start(vertx, WitnessServerConfig.at("127.0.0.1", wantedPort), witness)
                .await();
    }

    WitnessAddress address() {
        return new WitnessAddress(key, URI.create("http://127.0.0.1:" + port));
    }

    /// From now on it is away.
    void leave() {
        server.close().await();
    }

    /// It is there again, where it was.
    void comeBack() {
        server = listen(port);
    }

    @Override
    public void close() throws IOException {
        server.close().await();
        witness.close();
    }
}
