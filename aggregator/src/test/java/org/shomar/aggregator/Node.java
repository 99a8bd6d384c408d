package org.shomar.aggregator;

import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.ledger.DataFolders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A server of a test, on free ports and a data folder of its own.
final class Node implements AutoCloseable {
    /// PostgreSQL's programs, unpacked once for all tests, those of the ledger too.
    static final Path PROGRAMS = Path.of("target", "postgres", "programs").toAbsolutePath();

    final Path data;
    private final Definition definition;
    private Server server;
    private Client client;

    private Node(Definition definition, Path data) throws IOException {
        this.definition = definition;
        this.data = data;
        this.server = Server.start(definition, config(data));
        this.client = Client.of(server);
    }

    private static ServerConfig config(Path data) {
        return new ServerConfig(data, null, 0, 0, 0, null, false, null, null, List.of());
    }

    static Node start(Definition definition) {
        try {
            return new Node(definition, dataFolder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An empty data folder that shares the unpacked programs, and goes with the test.
    static Path dataFolder() throws IOException {
        Files.createDirectories(PROGRAMS);
        Path data = DataFolders.make(Path.of("target", "e2e"), "node");
        Files.createSymbolicLink(data.resolve("programs"), PROGRAMS);
        return data;
    }

    Client client() {
        return client;
    }

    Server server() {
        return server;
    }

    /// Stops in order.
    void stop() {
        client.close();
        server.close();
    }

    /// Stops, unless it is stopped, and starts again on the same data.
    void restart() throws IOException {
        stop();
        server = Server.start(definition, config(data));
        client = Client.of(server);
    }

    /// The process of the embedded PostgreSQL of a data folder.
    static ProcessHandle postmaster(Path data) {
        Path file = data.resolve("postgres").resolve("postmaster.pid");
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
