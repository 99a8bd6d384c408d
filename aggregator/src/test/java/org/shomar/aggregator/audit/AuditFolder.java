package org.shomar.aggregator.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An honest night in files, and on a small web server: for tests of other rooms.
public final class AuditFolder {
    /// A leaf whose packet and receipt lie in the folder.
    public static final int LEAF = 17;

    private static final int LATE = 10;

    private final World world;
    private final Path folder;
    private final List<byte[]> late = new ArrayList<>();
    private int lateCheckpoints;

    private AuditFolder(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    /// Writes `log/` (checkpoint and tiles), `election.json`, `packet.cose`, `receipt.txt` and
    /// `answer.json`.
    public static AuditFolder write(Path folder, long seed) throws IOException {
        AuditFolder made = new AuditFolder(World.of(seed), folder);
        for (Map.Entry<String, byte[]> file : made.world.files.entrySet()) {
            if (file.getKey().equals("checkpoint") || file.getKey().startsWith("tile/")) {
                Path path = made.log().resolve(file.getKey());
                Path parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.write(path, file.getValue());
            }
        }
        Files.write(made.file("election.json"), made.world.election.definition.file());
        Files.write(made.file("packet.cose"), made.world.entries.get(LEAF));
        Files.writeString(made.file("receipt.txt"), made.world.receipt(LEAF).toString());
        Files.write(made.file("answer.json"), World.json(made.world.answer(LEAF)));
        return made;
    }

    public Path log() {
        return folder.resolve("log");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public String logKey() {
        return World.LOG.key().toString();
    }

    public String witnessKey() {
        return World.WITNESS_1.key().toString();
    }

    public int entries() {
        return world.entries.size();
    }

    /// A change of what the server shows.
    public void showOneVoteMore() {
        ShownState.add(ShownEdits.votes(world, "v1/contests/1"), 0, 1);
    }

    /// The first checkpoints that are asked for are of a log without its last ten entries.
    public void publishLate(int checkpoints) {
        late.addAll(world.entries.subList(entries() - LATE, entries()));
        world.entries.subList(entries() - LATE, entries()).clear();
        world.publish();
        lateCheckpoints = checkpoints;
    }

    private void publishMore(String path) {
        if (path.equals(CheckpointReader.PATH) && --lateCheckpoints < 0 && !late.isEmpty()) {
            world.entries.addAll(late);
            late.clear();
            world.publish();
        }
    }

    /// Serves the same files, and the totals, on a free port of loopback.
    public HttpServer serve() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        return server;
    }

    public static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath().substring(1);
        publishMore(path);
        byte[] body =
                switch (world.get(path, Answers.BYTES_MAX)) {
                    case Source.Fetched.Body found -> found.bytes();
                    case Source.Fetched.Absent absent -> new byte[0];
                };
        try (exchange) {
            exchange.sendResponseHeaders(
                    body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
