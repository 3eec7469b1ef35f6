package dev.affix.benchmarks.torture;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessor;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files of every format that is read, as they are, damaged, or never meant well. */
final class HostileFiles {
  private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xff};
  private static final int[] NUMBERS = {0, 1, -1, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 60_000};

  // Of TIFF: bytes of its head, and of a directory with one entry; a tag, and a type.
  private static final int TIFF_HEAD = 8;
  private static final int TIFF_DIRECTORY = 2 + 12 + 4;
  private static final short WIDTH = 256;
  private static final short SHORT = 3;

  private final List<Sample> good;
  private final List<Sample> bombs;

  private HostileFiles(List<Sample> good, List<Sample> bombs) {
    this.good = List.copyOf(good);
    this.bombs = List.copyOf(bombs);
  }

  /**
   * A file.
   *
   * @param kind of what it was made, in a word
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Sample(String kind, byte[] bytes) {}

  /** Makes the files that others are made of; that processor writes the formats Java does not. */
  static HostileFiles of(ImageProcessor processor) throws IOException {
    List<Sample> good = new ArrayList<>();
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      for (String format : List.of("jpeg", "png", "gif", "tiff")) {
        good.add(new Sample(format, encoded(drawn(type), format)));
      }
    }
    good.add(new Sample("png", encoded(drawn(BufferedImage.TYPE_INT_ARGB), "png")));
    good.add(new Sample("png", encoded(drawn(BufferedImage.TYPE_USHORT_GRAY), "png")));
    good.add(new Sample("png", encoded(drawn(BufferedImage.TYPE_BYTE_INDEXED), "png")));
    byte[] animation = animation();
    good.add(new Sample("gif", animation));
    byte[] photo = good.get(0).bytes();
    Transformation webp = Variation.format(ImageFormat.WEBP);
    good.add(new Sample("webp", made(processor, photo, webp)));
    good.add(new Sample("webp", made(processor, photo, webp, Variation.lossless())));
    good.add(new Sample("webp", made(processor, animation, webp)));
    good.add(new Sample("jpeg", made(processor, photo, Variation.progressive())));
    good.add(new Sample("avif", made(processor, photo, Variation.format(ImageFormat.AVIF))));
    return new HostileFiles(good, bombs());
  }

  /** One in fifty as it is, one in fifty made by hand, all others damaged. */
  Sample sample(Random random) {
    int choice = random.nextInt(50);
    Sample sample = any(good, random);
    if (choice == 0) {
      return sample;
    }
    return choice == 1
        ? any(bombs, random)
        : new Sample(sample.kind(), damaged(sample.bytes(), random));
  }

  private byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int times = 1 + random.nextInt(6);
    for (int i = 0; i < times; i++) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 8) {
      return bytes;
    }
    // Most that matters stands at the beginning.
    int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200));
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
      case 2 -> number(bytes, Math.min(at, bytes.length - 4), random);
      case 3 -> noise(bytes, at, random);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        return joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
      }
      default -> {
        byte[] other = any(good, random).bytes();
        int from = random.nextInt(other.length);
        return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
      }
    }
    return bytes;
  }

  private static void noise(byte[] bytes, int at, Random random) {
    byte[] noise = new byte[Math.min(bytes.length - at, 1 + random.nextInt(16))];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, bytes, at, noise.length);
  }

  private static void number(byte[] bytes, int at, Random random) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    int turned = random.nextBoolean() ? number : Integer.reverseBytes(number);
    if (random.nextBoolean()) {
      buffer.putInt(at, turned);
    } else {
      buffer.putShort(at, (short) turned);
    }
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] made(ImageProcessor processor, byte[] source, Transformation... steps) {
    return processor.transform(() -> new ByteArrayInputStream(source), Variation.of(steps)).bytes();
  }

  private static BufferedImage drawn(int type) {
    var image = new BufferedImage(97, 61, type);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, Color.BLUE, 97, 61, Color.ORANGE));
    pen.fillOval(0, 0, 97, 61);
    pen.dispose();
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IllegalStateException("Java writes no " + format + " of this kind");
    }
    return out.toByteArray();
  }

  private static byte[] animation() throws IOException {
    var out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream file = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(file);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 5; i++) {
        writer.writeToSequence(
            new IIOImage(drawn(BufferedImage.TYPE_BYTE_INDEXED), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static List<Sample> bombs() throws IOException {
    byte[] png = encoded(drawn(BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    byte[] gif = encoded(drawn(BufferedImage.TYPE_BYTE_INDEXED), "gif");
    Arrays.fill(gif, 6, 10, (byte) 0xea);
    byte[] jpeg = encoded(drawn(BufferedImage.TYPE_INT_RGB), "jpeg");
    for (int i = 0; i + 9 < jpeg.length; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 60_000).putShort(i + 7, (short) 60_000);
      }
    }
    return List.of(
        new Sample("png-bomb", png),
        new Sample("gif-bomb", gif),
        new Sample("jpeg-bomb", jpeg),
        new Sample("tiff-pages", pages(20_000, 0)),
        new Sample("tiff-circle", pages(3, TIFF_HEAD)));
  }

  /**
   * Directories of a TIFF, each of a single entry.
   *
   * @param last where the last one says that the next is; 0 for nowhere
   */
  private static byte[] pages(int count, int last) {
    ByteBuffer file = ByteBuffer.allocate(TIFF_HEAD + TIFF_DIRECTORY * count);
    file.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {'I', 'I', 42, 0}).putInt(TIFF_HEAD);
    for (int i = 1; i <= count; i++) {
      int next = i == count ? last : TIFF_HEAD + TIFF_DIRECTORY * i;
      file.putShort((short) 1).putShort(WIDTH).putShort(SHORT).putInt(1).putInt(1).putInt(next);
    }
    return file.array();
  }
}
