package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.BreakingEd25519;
import org.shomar.aggregator.verify.Ed25519;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Goal: a log never contradicts what it signed, over restarts, torn writes and wrong
/// databases; and its receipts are the same for ever.
///
/// Method: logs of invented leaves on a real folder, opened and opened again; the file of the
/// last checkpoint is damaged by hand.
class SignedLogTest {
    private static final String ORIGIN = "shomar/test";

    private static final int WAIT_SECONDS_MAX = 30;
    private static final NoteSigner SIGNER = key(1);

    private final Path folder;

    SignedLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static NoteSigner key(int number) {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        seed[0] = (byte) number;
        try {
            return NoteSigner.of(ORIGIN, NoteKey.Type.LOG, seed, Ed25519.bouncyCastle());
        } catch (UnfitTextException unfit) {
            throw new AssertionError(unfit);
        }
    }

    private static Digest leaf(int number) {
        return Digest.leafHash(new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private static List<Digest> leaves(int from, int to) {
        return IntStream.range(from, to).mapToObj(SignedLogTest::leaf).toList();
    }

    /// A log that holds `size` leaves and has started.
    private SignedLog started(int size) throws IOException {
        SignedLog log = SignedLog.open(folder, SIGNER);
        log.append(leaves(0, size));
        try {
            log.start().await();
        } catch (LogRefusedException refused) {
            log.close();
            throw refused;
        }
        return log;
    }

    @Test
    void receiptsProveTheirLeavesAndStayTheSameAfterARestart() throws Exception {
        List<String> first;
        try (SignedLog log = started(1)) {
            log.append(leaves(1, 300));
            first = receipts(log, 300);
            log.append(leaves(300, 700));
            assertThat(receipts(log, 300)).isEqualTo(first);
            assertThat(log.signed(700).await().checkpoint().size()).isEqualTo(700);
        }
        try (SignedLog log = started(700)) {
            assertThat(receipts(log, 300)).isEqualTo(first);
        }
        for (int i = 0; i < 300; i++) {
            String text = first.get(i).replace("\\n", "\n").replace("\\u2014", "\u2014");
            Receipt receipt = Receipt.parse(text);
            assertThat(receipt.fault(leaf(i), SIGNER.key())).isNull();
            assertThat(receipt.fault(leaf(i + 1), SIGNER.key())).contains("does not lead");
            assertThat(receipt.toString()).isEqualTo(text);
        }
    }

    private static List<String> receipts(SignedLog log, int size) {
        Signed signed = log.signed(size).await();
        return IntStream.range(0, size)
                .mapToObj(index -> {
                    Buffer out = Buffer.buffer();
                    signed.appendReceipt(out, index);
                    return out.toString();
                })
                .toList();
    }

    @Test
    void signsEachCommitAndRemembersTheLast() throws Exception {
        try (SignedLog log = started(1)) {
            for (int size = 2; size <= 50; size++) {
                log.append(leaves(size - 1, size));
                Signed signed = log.signed(size).await();
                assertThat(signed.note().isSignedBy(SIGNER.key())).isTrue();
                assertThat(signed.checkpoint().root()).isEqualTo(signed.tree().root());
                assertThat(lastSigned(folder)).isGreaterThanOrEqualTo(size);
            }
        }
        assertThat(lastSigned(copyOf(folder))).isEqualTo(50);
    }

    @Test
    void refusesAnOlderDatabase() throws Exception {
        started(100).close();
        assertThatThrownBy(() -> started(99))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("older than the last signed checkpoint")
                .hasMessageContaining("holds 99 entries, but 100");
        started(101).close();
    }

    @Test
    void refusesAnotherDatabaseOfTheSameSizeOrALargerOne() throws Exception {
        started(100).close();
        for (int size : List.of(100, 150)) {
            SignedLog log = SignedLog.open(folder, SIGNER);
            log.append(leaves(0, 57));
            log.append(leaves(1_000, 1_000 + size - 57));
            assertThatThrownBy(log::start)
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("another one than was signed for");
            log.close();
        }
    }

    @Test
    void refusesAnotherKey() throws Exception {
        started(10).close();
        SignedLog log = SignedLog.open(folder, key(2));
        log.append(leaves(0, 10));
        assertThatThrownBy(log::start)
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("holds no checkpoint signed by " + key(2).key());
        log.close();
    }

    @Test
    void refusesASecondProcessOnItsFolder() throws Exception {
        SignedLog log = started(1);
        assertThatThrownBy(() -> SignedLog.open(folder, SIGNER))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("used by another node");
        log.close();
    }

    /// A power cut in the middle of writing 100 leaves 90, which is the last one handed out.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 150})
    void survivesATornWrite(int written) throws Exception {
        started(90).close();
        byte[] before = Files.readAllBytes(folder.resolve(LastSigned.FILE));
        started(100).close();
        byte[] after = Files.readAllBytes(folder.resolve(LastSigned.FILE));
        byte[] torn = new byte[after.length];
        System.arraycopy(before, 0, torn, 0, before.length);
        System.arraycopy(after, 4_096, torn, 4_096, written);
        Files.write(folder.resolve(LastSigned.FILE), torn);

        assertThatThrownBy(() -> started(89)).isInstanceOf(LogRefusedException.class);
        started(90).close();
        started(120).close();
        assertThatThrownBy(() -> started(119)).isInstanceOf(LogRefusedException.class);
    }

    @Test
    void refusesADamagedFile() throws Exception {
        started(10).close();
        Files.writeString(folder.resolve(LastSigned.FILE), "shomar/test\n10\n");
        assertThatThrownBy(() -> started(10))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("this log cannot go on");
    }

    @Test
    void handsNothingOutThatTheDiskDidNotTake() throws Exception {
        LastSigned disk = LastSigned.in(folder);
        SignedLog log = new SignedLog(SIGNER, disk);
        log.append(leaves(0, 1));
        Signed first = log.start().await();
        disk.close();
        log.append(leaves(1, 2));
        assertThatThrownBy(() -> log.signed(2).await()).isInstanceOf(IOException.class);
        assertThat(log.latest()).isSameAs(first);
        log.close();
        assertThat(lastSigned(copyOf(folder))).isEqualTo(1);
    }

    /// The database shows a commit before the log grows, and those of other nodes earlier.
    @Test
    void waitsForASizeThatTheLogReachesSoon() throws Exception {
        try (SignedLog log = started(1)) {
            List<Future<Signed>> early = List.of(log.signed(5), log.signed(3), log.signed(5));
            assertThat(early).noneMatch(Future::isComplete);
            log.append(leaves(1, 4));
            assertThat(early.get(1).await().checkpoint().size()).isEqualTo(3);
            assertThat(early.get(0).isComplete()).isFalse();
            log.append(leaves(4, 7));
            assertThat(early.get(0).await()).isSameAs(early.get(2).await());
            assertThat(early.get(0).await().checkpoint().size()).isEqualTo(5);
        }
    }

    @Test
    void waitsForFewSizesAndNotForEver() throws Exception {
        try (SignedLog log = started(1)) {
            List<Future<Signed>> awaited = LongStream.range(0, SignedLog.AWAITED_MAX)
                    .mapToObj(more -> log.signed(2 + more))
                    .toList();
            assertThat(log.signed(1_000_000).failed()).isTrue();
            assertThatThrownBy(() -> awaited.getLast().await())
                    .hasMessage("the log has 1 leaves, not " + (1 + SignedLog.AWAITED_MAX));
            awaited.forEach(one -> assertThatThrownBy(one::await).hasMessageContaining("1 leaves"));
            Future<Signed> next = log.signed(2);
            log.append(leaves(1, 2));
            assertThat(next.await().checkpoint().size()).isEqualTo(2);
        }
    }

    /// Nobody waits for ever for what a fault of the virtual machine took down.
    @Test
    void anErrorWhileSigningFailsWhoeverWaits() throws Exception {
        boolean[] broken = {false};
        NoteSigner signer = NoteSigner.of(
                ORIGIN,
                NoteKey.Type.LOG,
                new byte[Ed25519.SEED_BYTES],
                BreakingEd25519.when(() -> broken[0]));
        try (SignedLog log = SignedLog.open(folder, signer)) {
            log.append(leaves(0, 1));
            log.start().await();
            broken[0] = true;
            log.append(leaves(1, 3));
            assertThatThrownBy(() -> log.signed(3).await(WAIT_SECONDS_MAX, TimeUnit.SECONDS))
                    .isInstanceOf(OutOfMemoryError.class);
            broken[0] = false;
            assertThat(log.signed(3).await().checkpoint().size()).isEqualTo(3);
        }
    }

    private static long lastSigned(Path folder) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(LastSigned.FILE));
        long last = 0;
        for (int slot = 0; slot < bytes.length; slot += 4_096) {
            String text = new String(bytes, slot, 4_096, UTF_8);
            if (!text.startsWith("\0")) {
                String note = text.replace("\0", "");
                last = Math.max(last, Checkpoint.parse(Note.parse(note).text()).size());
            }
        }
        return last;
    }

    private Path copyOf(Path original) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(original.resolve(LastSigned.FILE), copy.resolve(LastSigned.FILE));
        return copy;
    }
}
