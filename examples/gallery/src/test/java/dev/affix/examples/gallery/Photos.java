package dev.affix.examples.gallery;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Photographs drawn for tests. */
final class Photos {
  private Photos() {}

  /** A hilly evening, different for each seed. */
  static byte[] jpeg(int width, int height, int seed) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    var random = new Random(seed);
    Color sky = Color.getHSBColor(random.nextFloat(), .45f, .95f);
    g.setPaint(new GradientPaint(0, 0, sky, 0, height, Color.WHITE));
    g.fillRect(0, 0, width, height);
    for (int hill = 0; hill < 6; hill++) {
      g.setColor(Color.getHSBColor(random.nextFloat(), .4f, .75f - hill * .1f));
      int top = height / 3 + hill * height / 10;
      g.fillOval(random.nextInt(width) - width / 2, top, width, height);
    }
    g.dispose();
    try (var out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "jpeg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same followed by zeros up to a size; decoders stop at the picture's end. */
  static byte[] jpegOfSize(int bytes) {
    return Arrays.copyOf(jpeg(800, 600, bytes), bytes);
  }
}
