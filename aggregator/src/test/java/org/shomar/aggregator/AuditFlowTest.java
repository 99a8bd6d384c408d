package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shomar.aggregator.election.Definition;
import org.shomar.aggregator.election.DefinitionLoader;
import org.shomar.aggregator.election.Loaded;
import org.shomar.aggregator.election.rehearsal.Generate;
import org.shomar.aggregator.election.rehearsal.KeyFile;
import org.shomar.aggregator.election.rehearsal.Rehearsal;
import org.shomar.aggregator.packet.Ballots;
import org.shomar.aggregator.packet.Decoded;
import org.shomar.aggregator.packet.PacketCodec;
import org.shomar.aggregator.packet.ResultPacket;
import org.shomar.aggregator.packet.SignedPacket;
import org.shomar.aggregator.verify.Ed25519;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Goal: an auditor who knows nothing of the server but its public address comes to the same
/// totals, while packets arrive and afterwards; and every answer that was given holds.
///
/// Method: a whole server, branches that report, amend and send what is held, and the command
/// `verify` beside them.
class AuditFlowTest {
    private static final int BRANCHES = 300;

    private final Ed25519 ed25519 = Ed25519.fastest();
    private final Path folder;

    AuditFlowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theAuditorAgreesWithTheServerWhileItCountsAndAfterwards() throws Exception {
        Rehearsal rehearsal = ((Generate.Generated.Ready)
                        Generate.rehearsal(new Generate.Options("IR-08", BRANCHES, 0, 11), ed25519))
                .rehearsal();
        Definition definition = ((Loaded.Sound)
                        DefinitionLoader.load(rehearsal.definition(), ed25519))
                .definition();
        Path election = Files.write(folder.resolve("election.json"), rehearsal.definition());
        List<List<byte[]>> packets = packets(rehearsal);
        int entries = 1 + packets.stream().mapToInt(List::size).sum();
        try (Node node = Node.start(definition);
                ExecutorService branches = Executors.newSingleThreadExecutor()) {
            String address = "--public=" + node.server().reading();
            Future<List<String>> answers = branches.submit(() -> packets.stream()
                    .flatMap(some -> Sending.batches(node.client(), some).stream())
                    .toList());
            Shell.Result followed = Shell.run(
                    "verify",
                    address,
                    "--election=" + election,
                    "--state=" + folder.resolve("seen"),
                    "--follow",
                    "--looks=12");
            assertThat(followed.exit())
                    .as(followed.output() + followed.errors())
                    .isZero();
            assertThat(answers.get())
                    .allSatisfy(line -> assertThat(line).startsWith("{\"status\":201,"));
            Path kept = Files.write(folder.resolve("answers"), answers.get());
            Shell.Result whole = Shell.run(
                    "verify",
                    address,
                    "--election=" + election,
                    "--answers=" + kept,
                    "--state=" + folder.resolve("seen"));
            assertThat(whole.exit()).as(whole.output() + whole.errors()).isZero();
            assertThat(whole.output())
                    .contains("everything agrees: "
                            + String.format(Locale.ROOT, "%,d entries", entries));
        }
    }

    /// Every branch once; each third amended; each fifth of those amended again, and held.
    private List<List<byte[]>> packets(Rehearsal rehearsal) {
        Map<String, byte[]> keys = new HashMap<>();
        for (Iterator<Rehearsal.SecretKey> i = rehearsal.keys(); i.hasNext(); ) {
            Rehearsal.SecretKey key = i.next();
            keys.put(key.file(), key.seed());
        }
        List<byte[]> packets = new ArrayList<>();
        List<byte[]> amended = new ArrayList<>();
        List<byte[]> held = new ArrayList<>();
        for (int place = 0; place < rehearsal.packetCount(); place++) {
            byte[] first = rehearsal.packet(place);
            packets.add(first);
            if (place % 3 == 0) {
                byte[] second = amend(first, keys, 0);
                amended.add(second);
                if (place % 15 == 0) {
                    held.add(amend(second, keys, 5));
                }
            }
        }
        return List.of(packets, amended, held);
    }

    /// The next revision, with so many ballots cast beyond those issued.
    private byte[] amend(byte[] message, Map<String, byte[]> keys, int beyond) {
        SignedPacket before = ((Decoded.Packet) PacketCodec.decode(message)).signed();
        ResultPacket packet = before.packet();
        Ballots ballots = packet.ballots();
        byte[] seed = Objects.requireNonNull(keys.get(KeyFile.name(packet.branch(), "presiding")));
        return PacketCodec.sign1(
                new ResultPacket(
                        packet.election(),
                        packet.definition(),
                        packet.phase(),
                        packet.contest(),
                        packet.branch(),
                        packet.revision() + 1,
                        before.id(),
                        packet.countedAt() + 60,
                        beyond == 0
                                ? ballots
                                : new Ballots(
                                        ballots.cast() - beyond,
                                        ballots.cast(),
                                        ballots.blank(),
                                        ballots.invalid()),
                        packet.votes(),
                        packet.listVotes(),
                        packet.channel(),
                        "amended"),
                bytes -> ed25519.sign(seed, bytes));
    }
}
