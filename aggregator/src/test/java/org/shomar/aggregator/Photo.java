package org.shomar.aggregator;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

import javax.imageio.ImageIO;

/// An image as a hand-held camera would see it: turned, smaller, grey, noisy, dark on one
/// side.
final class Photo {
    private static final double TURN = 0.3;
    private static final double SCALE = 0.7;
    private static final double DARKEST = 0.5;
    private static final int NOISE = 12;
    private static final Color TABLE = new Color(200, 190, 170);

    private Photo() {}

    static Path of(Path image, Path photo) throws IOException {
        BufferedImage code = ImageIO.read(image.toFile());
        int side = (int) (code.getWidth() * SCALE * 1.4);
        BufferedImage seen = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = seen.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.setColor(TABLE);
        pen.fillRect(0, 0, side, side);
        pen.translate(side / 2.0, side / 2.0);
        pen.rotate(TURN);
        pen.scale(SCALE, SCALE);
        pen.drawImage(code, -code.getWidth() / 2, -code.getHeight() / 2, null);
        pen.dispose();
        Random random = new Random(7);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double light = DARKEST + (1 - DARKEST) * x / side;
                seen.setRGB(x, y, dimmed(seen.getRGB(x, y), light, random));
            }
        }
        ImageIO.write(seen, "png", photo.toFile());
        return photo;
    }

    private static int dimmed(int rgb, double light, Random random) {
        int noise = random.nextInt(2 * NOISE) - NOISE;
        int dimmed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int part = (int) ((rgb >> shift & 0xff) * light) + noise;
            dimmed |= Math.clamp(part, 0, 0xff) << shift;
        }
        return dimmed;
    }
}
