package org.shomar.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shomar.aggregator.ledger.TestPostgres.get;
import static org.shomar.aggregator.ledger.TestPostgres.open;
import static org.shomar.aggregator.ledger.TestPostgres.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.shomar.aggregator.ledger.Appended.Conflict;
import org.shomar.aggregator.ledger.Appended.Stored;
import org.shomar.aggregator.verify.Verdict;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;

/// Goal: the ledger lives on the oldest PostgreSQL that we promise to take: 15, as in
/// Debian 12.
/// Method: its real programs, which the build copies; the ledger's whole life, once.
final class OldestPostgresTest {
    private static final Path OLDEST = Path.of("target", "postgres-oldest");

    @Test
    void aLedgerIsMadeFilledAndOpenedAgain() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, machine) -> programs())
                .setOverrideWorkingDirectory(OLDEST.toFile())
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            String url = "postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres";
            assertThat(sql(url, "SHOW server_version").iterator().next().getString(0))
                    .startsWith("15.");
            Verdict.Storable first = Packets.first(7, 12);
            Ledger ledger = open(url);
            Stored stored = (Stored) get(ledger.append(first));
            assertThat(get(ledger.append(Packets.first(7, 13)))).isInstanceOf(Stored.class);
            assertThat(get(ledger.append(Packets.first(7, 12, "other"))))
                    .isInstanceOf(Conflict.class);
            assertThat(get(ledger.evidenceCount())).isEqualTo(1);
            get(ledger.close());

            Ledger again = open(url);
            Stored known = (Stored) get(again.append(first));
            assertThat(known.first()).isFalse();
            assertThat(List.of(known.seq(), known.contestSeq(), known.logSize()))
                    .isEqualTo(List.of(stored.seq(), stored.contestSeq(), stored.logSize()));
            get(again.close());
        }
    }

    /// The archive in the one jar that the build copied.
    private static InputStream programs() throws IOException {
        try (Stream<Path> files = Files.list(OLDEST)) {
            Path jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the build did not fill " + OLDEST));
            JarInputStream in = new JarInputStream(new FileInputStream(jar.toFile()));
            for (JarEntry entry = in.getNextJarEntry();
                    entry != null;
                    entry = in.getNextJarEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    return in;
                }
            }
            throw new IOException("no archive in " + jar);
        }
    }
}
