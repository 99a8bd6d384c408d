package org.shomar.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.proof.LogRefusedException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Goal: a server does not start on a backup that is older than its receipts, and does on
/// the newest one.
///
/// Method: the embedded database's files are copied between two packets and put back; once
/// with the last signed checkpoint beside them, and, as the control, once without it.
class RestoredBackupTest {
    private static final TestElection ELECTION = new TestElection();

    @Test
    void aBackupOlderThanTheLastReceiptIsRefused() throws IOException {
        try (Node node = Node.start(ELECTION.definition)) {
            assertThat(node.client().post(packet(7, 12)).status()).isEqualTo(201);
            node.stop();
            Path database = node.data.resolve("postgres");
            Path backup = copy(database, node.data.resolve("backup"));
            node.restart();
            assertThat(node.client().post(packet(7, 13)).status()).isEqualTo(201);
            node.stop();
            Path newest = copy(database, node.data.resolve("newest"));

            putBack(backup, database);
            assertThatThrownBy(node::restart)
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("it holds 2 entries, but 3 were signed for");

            putBack(newest, database);
            node.restart();
            node.stop();

            // The control: without what was remembered apart from the database, nobody would
            // notice.
            putBack(backup, database);
            Files.delete(node.data.resolve("last-checkpoint"));
            node.restart();
            assertThat(node.client().post(packet(8, 12)).status()).isEqualTo(201);
        }
    }

    private static byte[] packet(int contest, int branch) {
        int[] votes = contest == 7 ? new int[] {30, 20} : new int[] {30, 20, 10};
        return RawPacket.of(ELECTION, contest, branch, votes).sign1(TestElection.seed(branch));
    }

    private static void putBack(Path backup, Path database) throws IOException {
        delete(database);
        copy(backup, database);
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (Path path : files(from)) {
            Path target = to.resolve(from.relativize(path));
            Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return to;
    }

    private static void delete(Path folder) throws IOException {
        for (Path path : files(folder).reversed()) {
            Files.delete(path);
        }
    }

    /// Folders before what is in them.
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
