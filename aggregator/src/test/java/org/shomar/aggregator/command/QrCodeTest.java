package org.shomar.aggregator.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shomar.aggregator.packet.Digest;
import org.shomar.aggregator.proof.Checkpoint;
import org.shomar.aggregator.proof.MerkleTree;
import org.shomar.aggregator.proof.Note;
import org.shomar.aggregator.proof.NoteKey;
import org.shomar.aggregator.proof.NoteSignature;
import org.shomar.aggregator.proof.NoteSigner;
import org.shomar.aggregator.proof.Receipt;
import org.shomar.aggregator.proof.TreeAt;
import org.shomar.aggregator.proof.UnfitTextException;
import org.shomar.aggregator.verify.Ed25519;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

/// Goal: the receipt of a national election fits a QR code, and comes out of it unchanged.
///
/// Method: receipts of a log of a million entries; the image is read by the library's reader.
class QrCodeTest {
    private static final int LEAVES = 1_000_000;
    private static final int PLACE = 499_999;
    private static final int HASHES = 20;
    private static final String ORIGIN = "shomar/kerman-1405";
    private static final long TIME = 1_777_700_000;

    @ParameterizedTest(name = "{0} witnesses")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            witnesses | bytes | version | level
            0         | 1126  | 24      | L
            3         | 1540  | 29      | L
            """)
    void holdsTheReceiptOfAMillionEntries(
            int witnesses, int bytes, int version, String level, @TempDir Path folder)
            throws IOException, UnfitTextException, ReaderException {
        Receipt receipt = receipt(witnesses);
        assertThat(receipt.proof()).hasSize(HASHES);
        QrCode code = QrCode.of(receipt.toString()).orElseThrow();
        System.out.println("a receipt at " + LEAVES + " entries with " + witnesses
                + " witnesses: " + code.bytes() + " bytes, QR version " + code.version() + ", "
                + code.level() + ", " + code.side() + " columns");
        assertThat(code.bytes()).isEqualTo(bytes);
        assertThat(code.version()).isEqualTo(version);
        assertThat(code.level()).isEqualTo(level);
        Path image = folder.resolve("receipt.png");
        code.writePng(image);
        String read = read(ImageIO.read(image.toFile()));
        assertThat(read).isEqualTo(receipt.toString());
        assertThat(Receipt.parse(read).fault(leaf(PLACE), signer(0).key())).isNull();
    }

    @Test
    void drawsTheSameModulesInATerminal() throws ReaderException {
        QrCode code = QrCode.of("شمار").orElseThrow();
        String[] lines = code.terminal()
                .replace("\u001b[30;107m", "")
                .replace("\u001b[0m", "")
                .split("\n", -1);
        int side = code.side();
        BufferedImage image = new BufferedImage(side * 4, side * 4, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side * 4; y++) {
            for (int x = 0; x < side * 4; x++) {
                char half = lines[y / 8].charAt(x / 4);
                boolean upper = y / 4 % 2 == 0;
                boolean dark = half == '\u2588' || half == (upper ? '\u2580' : '\u2584');
                image.setRGB(x, y, dark ? 0 : 0xffffff);
            }
        }
        assertThat(read(image)).isEqualTo("شمار");
    }

    @Test
    void holdsAsManyBytesAsItSaysAndNotOneMore() {
        String most = "\u00e9" + "a".repeat(QrCode.BYTES_MAX - 2);
        assertThat(QrCode.of(most).orElseThrow().version()).isEqualTo(40);
        assertThat(QrCode.of(most + "a")).isEmpty();
    }

    private static String read(BufferedImage image) throws ReaderException {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        RGBLuminanceSource source = new RGBLuminanceSource(width, height, pixels);
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(source)),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }

    private static Receipt receipt(int witnesses) throws UnfitTextException {
        MerkleTree tree = new MerkleTree();
        for (int index = 0; index < LEAVES; index++) {
            tree.append(leaf(index));
        }
        TreeAt whole = tree.at(LEAVES);
        Checkpoint checkpoint = new Checkpoint(ORIGIN, LEAVES, whole.root());
        List<NoteSignature> signatures = new ArrayList<>();
        signatures.add(signer(0).sign(checkpoint.text()));
        for (int witness = 1; witness <= witnesses; witness++) {
            signatures.add(signer(witness).cosign(checkpoint.text(), TIME));
        }
        Note note = new Note(checkpoint.text(), signatures);
        return new Receipt(PLACE, whole.inclusion(PLACE), note);
    }

    private static Digest leaf(int index) {
        return Digest.leafHash(
                new byte[] {(byte) (index >> 16), (byte) (index >> 8), (byte) index});
    }

    private static NoteSigner signer(int number) throws UnfitTextException {
        return NoteSigner.of(
                number == 0 ? ORIGIN : "witness-" + number + ".example.org/shomar",
                number == 0 ? NoteKey.Type.LOG : NoteKey.Type.WITNESS,
                Digest.sha256(new byte[] {(byte) number}).bytes(),
                Ed25519.bouncyCastle());
    }
}
