package org.shomar.aggregator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.verify.Ed25519;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Goal: a receipt proves to anybody, with the log's key alone, that one entry is in the log;
/// and a receipt that was tampered with proves nothing and says why.
///
/// Method: receipts (c2sp.org/tlog-proof) and checkpoints (c2sp.org/tlog-checkpoint) of a
/// small log, spoiled one way at a time, the fault in a table; and as texts, line by line.
class ReceiptTest {
    private static final String ORIGIN = "shomar/kerman-1405";
    private static final int SIZE = 1_000;
    private static final int INDEX = 700;

    private static final Ed25519 ED25519 = Ed25519.bouncyCastle();
    private static final List<Digest> LEAVES = PlainTree.leaves(SIZE);
    private static final TreeAt TREE = PlainTree.tree(LEAVES).at(SIZE);
    private static final Digest LEAF = LEAVES.get(INDEX);
    private static final NoteSigner LOG = signer(ORIGIN, 1);
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, SIZE, TREE.root());
    private static final Receipt RECEIPT =
            new Receipt(INDEX, TREE.inclusion(INDEX), signed(CHECKPOINT.text(), LOG));
    private static final String TEXT = RECEIPT.toString();

    @Test
    void everyEntryOfTheLogHasAReceipt() throws UnfitTextException {
        for (int index = 0; index < SIZE; index++) {
            Receipt receipt = new Receipt(index, TREE.inclusion(index), RECEIPT.checkpoint());
            Receipt copy = Receipt.parse(receipt.toString());

            assertThat(copy).hasToString(receipt.toString());
            assertThat(copy.index()).isEqualTo(index);
            assertThat(copy.proof()).isEqualTo(TREE.inclusion(index));
            assertThat(copy.fault(LEAVES.get(index), LOG.key())).isNull();
            assertThat(copy.fault(LEAVES.get((index + 1) % SIZE), LOG.key())).isNotNull();
        }
    }

    @Test
    void hasTheFormOfTheDocument() {
        assertThat(TEXT.lines().toList())
                .startsWith("c2sp.org/tlog-proof@v1", "index 700")
                .contains(Checkpoint.base64(LEAVES.get(INDEX ^ 1)))
                .containsSubsequence("", ORIGIN, "1000", Checkpoint.base64(TREE.root()), "");
        assertThat(TEXT).endsWith("=\n");
        assertThat(new Receipt(0, List.of(), RECEIPT.checkpoint()).toString())
                .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\n" + ORIGIN + "\n");
    }

    @Test
    void passesOverExtraDataAndCosignatures() throws UnfitTextException {
        String extra = TEXT.replace("index", "extra YWdlLXYxLjIuMQ==\nindex");
        assertThat(Receipt.parse(extra)).hasToString(TEXT);

        NoteSigner witness = signer("witness.example/w1", NoteKey.Type.WITNESS, 2);
        NoteSignature cosigned = witness.cosign(CHECKPOINT.text(), 1_700_000_000);
        Receipt more = Receipt.parse(TEXT + cosigned + "\n");
        assertThat(more.fault(LEAF, LOG.key())).isNull();
        assertThat(more.checkpoint().isSignedBy(witness.key())).isTrue();
        assertThat(Receipt.parse(TEXT + "— other.example " + "AAAA".repeat(30) + "\n")
                        .fault(LEAF, LOG.key()))
                .isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing              | none
            wrong key            | its checkpoint is not signed by
            wrong leaf           | its proof does not lead
            wrong index          | its proof does not lead
            index of the size    | its index 1000 is not in the 1000 entries
            forged checkpoint    | its checkpoint is not signed by
            forged beside good   | its checkpoint is not signed by
            other origin         | its checkpoint is of the log shomar/other, not of
            no checkpoint        | the size of a checkpoint is a decimal number
            checkpoint of before | its proof does not lead
            hash too many        | its proof does not lead
            hash too few         | its proof does not lead
            hashes exchanged     | its proof does not lead
            """)
    void saysWhyItProvesNothing(String spoiled, String fault) {
        Receipt receipt =
                switch (spoiled) {
                    case "wrong index" -> at(INDEX - 1, RECEIPT.proof());
                    case "index of the size" -> at(SIZE, RECEIPT.proof());
                    case "hash too many" -> at(INDEX, with(RECEIPT.proof(), LEAF));
                    case "hash too few" ->
                        at(INDEX, RECEIPT.proof().subList(0, RECEIPT.proof().size() - 1));
                    case "hashes exchanged" -> {
                        List<Digest> other = new ArrayList<>(RECEIPT.proof());
                        Collections.swap(other, 3, 4);
                        yield at(INDEX, other);
                    }
                    case "forged checkpoint" -> under(forged());
                    case "forged beside good" ->
                        under(RECEIPT.checkpoint().with(forged().signatures()));
                    case "other origin" ->
                        under(signed(
                                new Checkpoint("shomar/other", SIZE, TREE.root()).text(), LOG));
                    case "no checkpoint" -> under(signed("a\nb\nc\n", LOG));
                    case "checkpoint of before" ->
                        under(signed(new Checkpoint(ORIGIN, INDEX + 1, TREE.root()).text(), LOG));
                    default -> RECEIPT;
                };
        Digest leaf = spoiled.equals("wrong leaf") ? LEAVES.getFirst() : LEAF;
        NoteKey key = (spoiled.equals("wrong key") ? signer(ORIGIN, 9) : LOG).key();

        String found = receipt.fault(leaf, key);

        assertThat(found == null ? "none" : found).startsWith(fault);
    }

    @Test
    void noCharacterOfTheProofOrTheRootCanBeChanged() {
        int from = TEXT.indexOf("index");
        int to = TEXT.length();
        for (int at = from; at < to; at++) {
            char other = TEXT.charAt(at) == 'A' ? 'B' : 'A';
            String text = TEXT.substring(0, at) + other + TEXT.substring(at + 1);
            assertThat(proves(text)).as(text).isFalse();
        }
        for (int length = 0; length < TEXT.length(); length++) {
            assertThat(proves(TEXT.substring(0, length))).as("%s", length).isFalse();
        }
        assertThat(proves(TEXT)).isTrue();
    }

    private static boolean proves(String text) {
        try {
            return Receipt.parse(text).fault(LEAF, LOG.key()) == null;
        } catch (UnfitTextException unfit) {
            assertThat(unfit.getMessage()).isNotBlank();
            return false;
        }
    }

    @Test
    void refusesWhatIsNoReceipt() {
        String hash = Checkpoint.base64(LEAF) + "\n";
        for (String bad : List.of(
                "",
                "\n\n",
                "c2sp.org/tlog-proof@v1\n",
                "c2sp.org/tlog-proof@v1\n\n",
                TEXT.replace("@v1", "@v2"),
                " " + TEXT,
                TEXT.replace("\n", "\r\n"),
                TEXT + "x",
                TEXT + "\n",
                TEXT + "trailing garbage\n",
                TEXT.replace("index 700\n", ""),
                TEXT.replace("index 700\n", "index 0700\n"),
                TEXT.replace("index 700\n", "index -1\n"),
                TEXT.replace("index 700\n", "index +700\n"),
                TEXT.replace("index 700\n", "index 700 \n"),
                TEXT.replace("index 700\n", "index ٧٠٠\n"),
                TEXT.replace("index 700\n", "index 18446744073709551615\n"),
                TEXT.replace("index 700\n", "index 700\nindex 700\n"),
                TEXT.replace("index 700\n", "index 700\nextra AAAA\n"),
                TEXT.replace("index 700\n", "extra AAAA\nextra AAAA\nindex 700\n"),
                TEXT.replace("index 700\n", "index 700\n" + hash.repeat(64)),
                TEXT.replace("index 700\n", "index 700\n" + hash.repeat(9_999)),
                TEXT.replace("index 700\n", "index 700\nAAAA\n"),
                TEXT.replace("index 700\n", "index 700\n" + hash.replace("=", "")),
                TEXT.replace("index 700\n", "index 700\n" + hash.strip() + " \n"),
                TEXT.replace("index 700\n", "index 700\n\n"))) {
            assertThatThrownBy(() -> {
                        Receipt receipt = Receipt.parse(bad);
                        throw new UnfitTextException(receipt.fault(LEAF, LOG.key()) + "");
                    })
                    .as(bad)
                    .isInstanceOf(UnfitTextException.class)
                    .message()
                    .isNotBlank()
                    .isNotEqualTo("null");
        }
    }

    @Test
    void saysThatAProofHasTooManyHashes() {
        String hash = Checkpoint.base64(LEAF) + "\n";
        for (int count : new int[] {64 - RECEIPT.proof().size(), 64, 9_999}) {
            assertThatThrownBy(() -> Receipt.parse(
                            TEXT.replace("index 700\n", "index 700\n" + hash.repeat(count))))
                    .hasMessage("a proof has at most 63 hashes");
        }
    }

    @Test
    void aCheckpointComesBackTheSame() throws UnfitTextException {
        assertThat(Checkpoint.parse(CHECKPOINT.text())).isEqualTo(CHECKPOINT);
        assertThat(Checkpoint.parse(CHECKPOINT.text() + "more\nlines\n")).isEqualTo(CHECKPOINT);
        Checkpoint empty = new Checkpoint(ORIGIN, 0, Digest.sha256());
        assertThat(empty.text())
                .isEqualTo(ORIGIN + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        assertThat(Checkpoint.parse(empty.text())).isEqualTo(empty);
    }

    @Test
    void refusesWhatIsNoCheckpoint() {
        String text = CHECKPOINT.text();
        for (String bad : List.of(
                "",
                "\n\n\n",
                text.strip(),
                "\n" + text,
                text + "\n",
                text + "\nmore\n",
                text + "more",
                text.replace("1000", "01000"),
                text.replace("1000", "-1"),
                text.replace("1000", ""),
                text.replace("1000", "1e3"),
                text.replace("1000", "99999999999999999999"),
                text.replace("=", ""),
                text.replace("=", "=="),
                text.replace("\n1000", "\n1000\n"))) {
            assertThatThrownBy(() -> Checkpoint.parse(bad))
                    .as(bad)
                    .isInstanceOf(UnfitTextException.class);
        }
    }

    private static Receipt at(long index, List<Digest> proof) {
        return new Receipt(index, proof, RECEIPT.checkpoint());
    }

    private static Receipt under(Note checkpoint) {
        return new Receipt(INDEX, RECEIPT.proof(), checkpoint);
    }

    private static List<Digest> with(List<Digest> proof, Digest more) {
        List<Digest> all = new ArrayList<>(proof);
        all.add(more);
        return all;
    }

    /// Signatures that name the log's key, over another text.
    private static Note forged() {
        return new Note(CHECKPOINT.text(), List.of(LOG.sign("another\ntext\n")));
    }

    private static Note signed(String text, NoteSigner signer) {
        return new Note(text, List.of(signer.sign(text)));
    }

    private static NoteSigner signer(String name, int number) {
        return signer(name, NoteKey.Type.LOG, number);
    }

    private static NoteSigner signer(String name, NoteKey.Type type, int number) {
        try {
            byte[] seed = Digest.sha256(("seed " + number).getBytes(UTF_8)).bytes();
            return NoteSigner.of(name, type, seed, ED25519);
        } catch (UnfitTextException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
