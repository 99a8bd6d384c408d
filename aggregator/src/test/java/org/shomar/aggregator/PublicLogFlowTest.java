package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.RawCbor.uint;
import static org.shomar.aggregator.TestElection.seed;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.Tiles;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Goal: anybody can read the log that the totals stand on, and each total as it was.
///
/// Method: a few packets through a whole server with a tiles folder; what was shown is kept
/// and asked for again, before and after a restart; the log is checked with its public key.
class PublicLogFlowTest {
    private static final TestElection ELECTION = new TestElection();

    private final List<byte[]> messages = new ArrayList<>();
    private final TreeMap<Long, String> shown = new TreeMap<>();

    @Test
    void theLogAndEarlierResultsAreThereForAnybody() throws Exception {
        Path data = Node.dataFolder();
        Path tiles = data.resolve("tiles");
        messages.add(PacketCodec.definitionStatement(
                TestElection.NAME, ELECTION.definition.hash(), ELECTION.definition.phase()));
        String logKey;
        try (Server server = start(data, tiles);
                Client client = Client.of(server)) {
            shown.put(0L, client.get("/v1/contests/7").body());
            RawPacket first = RawPacket.of(ELECTION, 7, 12, 60, 40);
            send(client, 7, 12, first);
            send(client, 7, 13, RawPacket.of(ELECTION, 7, 13, 9, 8).with(9, uint(3)));
            send(client, 8, 12, RawPacket.of(ELECTION, 8, 12, 1, 2, 3));
            send(client, 7, 12, RawPacket.of(ELECTION, 7, 12, 59, 41).after(first, 2));
            send(client, 7, 14, RawPacket.of(ELECTION, 7, 14, 5, 6));
            logKey = requireLog(client);
            requireEarlierResults(client);
        }
        requireFolder(tiles);
        try (Server server = start(data, tiles);
                Client client = Client.of(server)) {
            assertThat(requireLog(client)).isEqualTo(logKey);
            requireEarlierResults(client);
            send(client, 8, 13, RawPacket.of(ELECTION, 8, 13, 4, 5, 6));
            requireLog(client);
        }
        requireFolder(tiles);
    }

    private static Server start(Path data, Path tiles) throws IOException {
        return Server.start(
                ELECTION.definition,
                new ServerConfig(data, null, 0, 0, 0, null, false, null, tiles));
    }

    private void send(Client client, int contest, int branch, RawPacket packet) {
        byte[] message = packet.sign1(seed(branch));
        Client.Reply reply = client.post(message);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        messages.add(message);
        long seq = reply.json().getLong("seq");
        assertThat(seq).isEqualTo(messages.size());
        client.shown(contest, seq);
        shown.put(seq, client.get("/v1/contests/7").body());
    }

    /// The key of the log, after its checkpoint and entries agree.
    private String requireLog(Client client) throws UnfitTextException {
        String logKey = new JsonObject(client.get("/v1/election").body()).getString("logKey");
        Note note = Note.parse(client.get("/checkpoint").body());
        assertThat(note.isSignedBy(NoteKey.parse(logKey, Ed25519.bouncyCastle())))
                .isTrue();
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertThat(checkpoint.origin()).isEqualTo("shomar/" + TestElection.NAME);
        assertThat(checkpoint.size()).isEqualTo(messages.size());

        byte[] bundle = bytes(client, "/tile/entries/000.p/" + messages.size());
        assertThat(Tiles.entries(bundle)).containsExactlyElementsOf(messages);
        MerkleTree tree = new MerkleTree();
        messages.forEach(message -> tree.append(Digest.leafHash(message)));
        assertThat(tree.at(tree.size()).root()).isEqualTo(checkpoint.root());
        byte[] leaves = bytes(client, "/tile/0/000.p/" + messages.size());
        assertThat(leaves).hasSize(Digest.BYTES * messages.size());
        assertThat(leaves).startsWith(Digest.leafHash(messages.getFirst()).bytes());
        return logKey;
    }

    private void requireEarlierResults(Client client) {
        for (long at = 0; at <= messages.size(); at++) {
            Client.Reply then = client.get("/v1/contests/7?at=" + at);
            assertThat(then.status()).isEqualTo(200);
            assertThat(then.body()).isEqualTo(shown.floorEntry(at).getValue());
        }
        assertThat(client.get("/v1/contests/7?at=" + (messages.size() + 1)).status())
                .isEqualTo(404);
    }

    private void requireFolder(Path tiles) throws IOException, UnfitTextException {
        Note note = Note.parse(Files.readString(tiles.resolve("checkpoint")));
        assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(messages.size());
        byte[] bundle = Files.readAllBytes(tiles.resolve("tile/entries/000.p/" + messages.size()));
        assertThat(Tiles.entries(bundle)).containsExactlyElementsOf(messages);
    }

    private static byte[] bytes(Client client, String path) {
        URI uri = client.reading.resolve(path);
        return client.sendFor(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                .body();
    }
}
