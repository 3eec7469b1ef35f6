package dev.affix.proof;

import dev.affix.Upload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small pictures, each of a colour of its own. */
final class Pictures {
  private Pictures() {}

  static Upload png(String name) {
    return Upload.of(bytes(name), name + ".png");
  }

  static Upload png(String name, int width, int height) {
    return Upload.of(bytes(name, width, height), name + ".png");
  }

  static byte[] bytes(String name) {
    return bytes(name, 8, 8);
  }

  static byte[] bytes(String name, int width, int height) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, new Color(name.hashCode() * (i + 1)).getRGB());
    }
    try (var out = new ByteArrayOutputStream()) {
      ImageIO.write(picture, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
