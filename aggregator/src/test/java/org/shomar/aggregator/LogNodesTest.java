package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.Generate.Generated;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.ledger.LocalPostgres;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.LogKeyFile;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Goal: two nodes that race on one ledger, one of them paused in the middle, sign one log:
/// never two roots for one size, and every receipt leads to the log's final tree.
///
/// Method: two processes on one PostgreSQL take batches at the same time; one is stopped by
/// SIGSTOP for longer than its transaction may live, and goes on by SIGCONT. The tree is
/// then rebuilt from the packets alone.
class LogNodesTest {
    private static final int ROUNDS = 3;

    /// Above `idle_in_transaction_session_timeout`: its lock on the head is taken from it.
    private static final Duration PAUSE = Duration.ofSeconds(7);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(byte[] message, JsonObject answer) {
        long seq() {
            return answer.getLong("seq");
        }
    }

    @Test
    void twoNodesAndAPausedOneSignOneLog(@TempDir Path folder) throws Exception {
        Rehearsal night = ((Generated.Ready) Generate.rehearsal(
                        new Generate.Options("IR-23", 1_200, 3, 17), Ed25519.fastest()))
                .rehearsal();
        Path election = Files.write(folder.resolve("election.json"), night.definition());
        String origin =
                "shomar/" + new JsonObject(Files.readString(election)).getString("election");
        Path keyFile = folder.resolve("log-key");
        NoteSigner signer = LogKeyFile.readOrMake(keyFile, origin, NoteKey.Type.LOG);
        List<byte[]> packets =
                IntStream.range(0, night.packetCount()).mapToObj(night::packet).toList();
        Vertx vertx = Vertx.vertx();
        LocalPostgres postgres = LocalPostgres.start(vertx, Node.dataFolder()).await();
        String[] options = {"--database-url=" + postgres.url(), "--log-key=" + keyFile};
        List<Sent> sent;
        try (ServerProcess one = ServerProcess.start(election, Node.dataFolder(), options);
                ServerProcess two = ServerProcess.start(election, Node.dataFolder(), options);
                Client first = one.client();
                Client second = two.client()) {
            sent = raceThroughAPause(packets, first, second, two);
            // Everything once more, by way of the other node: the same answers, word for word.
            expectSameAnswers(sent, first);
            expectSameAnswers(sent, second);
        } finally {
            postgres.close().await();
            vertx.close().await();
        }
        expectOneLog(sent, night, signer.key());
    }

    private static List<Sent> raceThroughAPause(
            List<byte[]> packets, Client first, Client second, ServerProcess paused)
            throws Exception {
        List<Sent> sent = new ArrayList<>();
        int part = packets.size() / (2 * ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            int from = 2 * round * part;
            try (ExecutorService branches = Executors.newFixedThreadPool(2)) {
                Future<List<Sent>> left =
                        branches.submit(() -> send(packets.subList(from, from + part), first));
                Future<List<Sent>> right = branches.submit(
                        () -> send(packets.subList(from + part, from + 2 * part), second));
                if (round == 1) {
                    paused.signal("STOP");
                    LockSupport.parkNanos(PAUSE.toNanos()); // the pause itself is the fault
                    paused.signal("CONT");
                }
                sent.addAll(left.get());
                sent.addAll(right.get());
            }
        }
        return sent;
    }

    /// A branch that sends again what was not stored.
    private static List<Sent> send(List<byte[]> messages, Client client) {
        List<Sent> sent = new ArrayList<>();
        List<byte[]> left = messages;
        while (!left.isEmpty()) {
            List<byte[]> again = new ArrayList<>();
            List<String> lines = client.batch(left);
            for (int i = 0; i < left.size(); i++) {
                JsonObject answer = new JsonObject(lines.get(i));
                int status = answer.getInteger("status");
                if (status == 503) {
                    again.add(left.get(i));
                } else {
                    assertThat(status).as(lines.get(i)).isIn(200, 201);
                    answer.remove("status");
                    sent.add(new Sent(left.get(i), answer));
                }
            }
            left = again;
        }
        return sent;
    }

    private static void expectSameAnswers(List<Sent> sent, Client client) {
        List<Sent> again = send(sent.stream().map(Sent::message).toList(), client);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(again.get(i).answer()).isEqualTo(sent.get(i).answer());
        }
    }

    private static void expectOneLog(List<Sent> sent, Rehearsal night, NoteKey key)
            throws Exception {
        List<Sent> inOrder =
                sent.stream().sorted(Comparator.comparingLong(Sent::seq)).toList();
        MerkleTree tree = new MerkleTree();
        tree.append(Digest.leafHash(statement(night, inOrder.getFirst())));
        inOrder.forEach(one -> tree.append(Digest.leafHash(one.message())));

        int checkpoints = 0;
        long last = 0;
        for (Sent one : inOrder) {
            Receipt receipt = Receipt.parse(one.answer().getString("receipt"));
            assertThat(receipt.index()).isEqualTo(one.seq() - 1);
            assertThat(receipt.fault(Digest.leafHash(one.message()), key)).isNull();
            Checkpoint checkpoint = Checkpoint.parse(receipt.checkpoint().text());
            assertThat(checkpoint.root())
                    .as("the root of size " + checkpoint.size())
                    .isEqualTo(tree.at(checkpoint.size()).root());
            checkpoints += checkpoint.size() > last ? 1 : 0;
            last = checkpoint.size();
        }
        assertThat(last).isEqualTo(tree.size());
        assertThat(checkpoints).isGreaterThan(2 * ROUNDS);
        System.out.println(inOrder.size() + " receipts under " + checkpoints + " checkpoints");
    }

    private static byte[] statement(Rehearsal night, Sent any) throws IOException {
        var packet =
                ((Decoded.Packet) PacketCodec.decode(any.message())).signed().packet();
        assertThat(packet.definition()).isEqualTo(Digest.sha256(night.definition()));
        return PacketCodec.definitionStatement(
                packet.election(), packet.definition(), packet.phase());
    }
}
