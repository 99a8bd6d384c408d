package org.shomar.aggregator.command;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

/// A text as a QR code: of the smallest version that holds it, with as much correction as that
/// version has room for.
///
/// @param bytes   of the text in UTF-8
/// @param version 1..40
/// @param level   L, M, Q or H
record QrCode(int bytes, int version, String level, ByteMatrix modules) {
    /// What version 40 holds at level L, less the mark that says UTF-8.
    static final int BYTES_MAX = 2_952;

    /// Light modules around the code, as the standard asks.
    static final int MARGIN = 4;

    static final int PIXELS_A_MODULE = 8;

    private static final int BLACK = 0x00_00_00;
    private static final int WHITE = 0xff_ff_ff;

    /// Black on white, whatever the terminal's colours are, and back.
    private static final String PAPER = "\u001b[30;107m";

    private static final String NO_PAPER = "\u001b[0m";

    /// Upper and lower half dark, as bits.
    private static final char[] HALVES = {' ', '\u2580', '\u2584', '\u2588'};

    /// Empty when the text has more than [#BYTES_MAX] bytes.
    static Optional<QrCode> of(String text) {
        Optional<QrCode> smallest = of(text, ErrorCorrectionLevel.L);
        for (ErrorCorrectionLevel level :
                List.of(ErrorCorrectionLevel.H, ErrorCorrectionLevel.Q, ErrorCorrectionLevel.M)) {
            Optional<QrCode> safer = smallest.flatMap(
                    code -> of(text, level).filter(each -> each.version() == code.version()));
            if (safer.isPresent()) {
                return safer;
            }
        }
        return smallest;
    }

    private static Optional<QrCode> of(String text, ErrorCorrectionLevel level) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            com.google.zxing.qrcode.encoder.QRCode code = Encoder.encode(
                    text,
                    level,
                    Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()));
            return Optional.of(new QrCode(
                    bytes.length,
                    code.getVersion().getVersionNumber(),
                    level.name(),
                    code.getMatrix()));
        } catch (WriterException tooLarge) {
            return Optional.empty();
        }
    }

    /// Modules along a side, margins too; columns that it needs in a terminal.
    int side() {
        return modules.getWidth() + 2 * MARGIN;
    }

    /// Two rows of modules a line.
    String terminal() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < side(); y += 2) {
            text.append(PAPER);
            for (int x = 0; x < side(); x++) {
                text.append(HALVES[(isDark(x, y) ? 1 : 0) + (isDark(x, y + 1) ? 2 : 0)]);
            }
            text.append(NO_PAPER).append('\n');
        }
        return text.toString();
    }

    void writePng(Path file) throws IOException {
        int pixels = side() * PIXELS_A_MODULE;
        BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < pixels; y++) {
            for (int x = 0; x < pixels; x++) {
                boolean dark = isDark(x / PIXELS_A_MODULE, y / PIXELS_A_MODULE);
                image.setRGB(x, y, dark ? BLACK : WHITE);
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private boolean isDark(int x, int y) {
        int column = x - MARGIN;
        int row = y - MARGIN;
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }
}
