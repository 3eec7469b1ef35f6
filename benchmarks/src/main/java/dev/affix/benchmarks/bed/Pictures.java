package dev.affix.benchmarks.bed;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** The pictures to work on: those of {@code AFFIX_FILES}, or drawn here. */
public final class Pictures implements AutoCloseable {
  private static final int ICON_SIDE = 82;

  private final Path folder;
  private final @Nullable TemporaryFolder own;

  private Pictures(Path folder, @Nullable TemporaryFolder own) {
    this.folder = folder;
    this.own = own;
  }

  public static Pictures open() throws IOException {
    String given = System.getenv("AFFIX_FILES");
    if (given != null && !given.isBlank()) {
      return new Pictures(Path.of(given), null);
    }
    var own = TemporaryFolder.create("bench-pictures");
    var pictures = new Pictures(own.path(), own);
    Files.write(pictures.iconFile(), Png.noise(new Random(1), ICON_SIDE));
    return pictures;
  }

  /** About 20 KB. */
  public byte[] icon() throws IOException {
    return Files.readAllBytes(iconFile());
  }

  public Path iconFile() {
    return folder.resolve("icon.png");
  }

  /** 12 megapixels. */
  public Path photoFile() throws IOException {
    Path file = folder.resolve("photo.jpg");
    if (!Files.exists(file)) {
      writeJpeg(photo(4_000, 3_000), file);
    }
    return file;
  }

  /** 30 frames. */
  public Path animationFile() throws IOException {
    Path file = folder.resolve("animation.gif");
    if (!Files.exists(file)) {
      writeAnimation(file);
    }
    return file;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** Soft shapes under grain, which compress about as a photograph does. */
  private static BufferedImage photo(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(2);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(
        new GradientPaint(0, 0, new Color(90, 140, 210), width, height, new Color(70, 90, 40)));
    pen.fillRect(0, 0, width, height);
    for (int i = 0; i < 600; i++) {
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      int size = 30 + random.nextInt(400);
      pen.setPaint(
          new GradientPaint(x, y, colour(random, 200), x + size, y + size, colour(random, 0)));
      pen.fillOval(x, y, size, size);
    }
    pen.dispose();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, grain(image.getRGB(x, y), random.nextInt(25) - 12));
      }
    }
    return image;
  }

  private static Color colour(Random random, int alpha) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), alpha);
  }

  private static int grain(int rgb, int by) {
    int red = Math.clamp((rgb >> 16 & 0xff) + by, 0, 255);
    int green = Math.clamp((rgb >> 8 & 0xff) + by, 0, 255);
    int blue = Math.clamp((rgb & 0xff) + by, 0, 255);
    return red << 16 | green << 8 | blue;
  }

  private static void writeJpeg(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(0.9f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }

  private static void writeAnimation(Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 30; i++) {
        BufferedImage frame = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = frame.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.DARK_GRAY, 400, 300, Color.ORANGE));
        pen.fillRect(0, 0, 400, 300);
        pen.setColor(Color.RED);
        pen.fillOval(10 + 10 * i, 100, 80, 80);
        pen.dispose();
        writer.writeToSequence(new IIOImage(frame, null, timing(writer, frame)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** Without a delay, readers take the frames for one picture. */
  private static IIOMetadata timing(ImageWriter writer, BufferedImage frame) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
    String format = Objects.requireNonNull(metadata.getNativeMetadataFormatName());
    var root = new IIOMetadataNode(format);
    var control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", "5");
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    metadata.mergeTree(format, root);
    return metadata;
  }
}
