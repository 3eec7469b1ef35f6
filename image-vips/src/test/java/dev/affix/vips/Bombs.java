package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.affix.image.ImageFormat;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Files that are small and claim to be large. */
final class Bombs {
  /** Width and height of a frame of {@link #gifOfFrames} and {@link #webpOfFrames}. */
  static final int FRAME_SIDE = 8;

  private Bombs() {}

  /** How an AVIF is put together. */
  enum Grid {
    NONE,
    OF_ITSELF,
    NESTED
  }

  /** A picture of that format whose header speaks of other sizes. */
  static byte[] claiming(VipsImageProcessor vips, String format, int width, int height) {
    byte[] file = picture(vips, format);
    ByteBuffer b = ByteBuffer.wrap(file);
    ByteBuffer little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    switch (format) {
      case "jpeg" -> {
        int frame = find(file, new byte[] {(byte) 0xff, (byte) 0xc0});
        b.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
      }
      case "png" -> {
        b.putInt(16, width).putInt(20, height);
        var sum = new CRC32();
        sum.update(file, 12, 17);
        b.putInt(29, (int) sum.getValue());
      }
      case "gif" -> {
        little.putShort(6, (short) width).putShort(8, (short) height);
        int frame = find(file, new byte[] {0x2c, 0, 0, 0, 0});
        little.putShort(frame + 5, (short) width).putShort(frame + 7, (short) height);
      }
      case "webp" -> {
        int lossless = find(file, "VP8L".getBytes(ISO_8859_1));
        int bits = little.getInt(lossless + 9);
        little.putInt(lossless + 9, (bits & 0xf0000000) | ((height - 1) << 14) | (width - 1));
      }
      case "tiff" -> {
        tag(b, little, 0x100, width);
        tag(b, little, 0x101, height);
      }
      default -> throw new IllegalArgumentException(format);
    }
    return file;
  }

  private static byte[] picture(VipsImageProcessor vips, String format) {
    byte[] png = Pictures.png(Pictures.photo(16, 16));
    return format.equals("webp")
        ? vips.transform(
                source(png), Variation.of(Variation.format(ImageFormat.WEBP), Variation.lossless()))
            .bytes()
        : Pictures.encode(Pictures.photo(16, 16), format);
  }

  /** Sets a value of the first directory, in the file's byte order. */
  private static void tag(ByteBuffer big, ByteBuffer little, int tag, int value) {
    ByteBuffer b = big.get(0) == 'M' ? big : little;
    int directory = b.getInt(4);
    int entries = b.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((b.getShort(entry) & 0xffff) == tag) {
        b.putShort(entry + 2, (short) 4).putInt(entry + 4, 1).putInt(entry + 8, value);
      }
    }
  }

  private static int find(byte[] file, byte[] wanted) {
    for (int i = 0; i + wanted.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalStateException("not found");
  }

  static byte[] gifOfFrames(int frames) {
    byte[] two = Pictures.gif(FRAME_SIDE, FRAME_SIDE, 5, Color.RED, Color.BLUE);
    int first = find(two, new byte[] {0x21, (byte) 0xf9, 4});
    int second = first + 3 + find(tail(two, first + 3), new byte[] {0x21, (byte) 0xf9, 4});
    byte[] head = Arrays.copyOf(two, first);
    byte[] frame = Arrays.copyOfRange(two, first, second);
    var out = new ByteArrayOutputStream(head.length + frames * frame.length + 1);
    out.writeBytes(head);
    for (int i = 0; i < frames; i++) {
      out.writeBytes(frame);
    }
    out.write(0x3b);
    return out.toByteArray();
  }

  static byte[] webpOfFrames(VipsImageProcessor vips, int frames) {
    byte[] two =
        vips.transform(
                source(Pictures.gif(FRAME_SIDE, FRAME_SIDE, 5, Color.RED, Color.BLUE)),
                Variation.of(Variation.format(ImageFormat.WEBP), Variation.lossless()))
            .bytes();
    int first = find(two, "ANMF".getBytes(ISO_8859_1));
    int size = ByteBuffer.wrap(two).order(ByteOrder.LITTLE_ENDIAN).getInt(first + 4);
    byte[] frame = Arrays.copyOfRange(two, first, first + 8 + size + (size & 1));
    var out = new ByteArrayOutputStream(first + frames * frame.length);
    out.write(two, 0, first);
    for (int i = 0; i < frames; i++) {
      out.writeBytes(frame);
    }
    byte[] file = out.toByteArray();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    return file;
  }

  /** What stands in an iCCP chunk: a profile of zeros, which takes few bytes. */
  static byte[] profile(int size) {
    var deflater = new Deflater();
    deflater.setInput(new byte[size]);
    deflater.finish();
    byte[] packed = new byte[1 << 20];
    int length = deflater.deflate(packed);
    deflater.end();
    return Exif.concat("p\0\0".getBytes(ISO_8859_1), Arrays.copyOf(packed, length));
  }

  /** An AVIF without a pixel: boxes that say how pictures are made of pictures. */
  static byte[] avif(int width, int height, Grid grid) {
    int items = grid == Grid.NESTED ? 100 : 1;
    byte[] descriptor = {0, 0, 7, 7, 0, (byte) width, 0, (byte) height};
    var infos = new ByteArrayOutputStream();
    var places = new ByteArrayOutputStream();
    var references = new ByteArrayOutputStream();
    var properties = new ByteArrayOutputStream();
    for (int id = 1; id <= items; id++) {
      String type = grid == Grid.NONE ? "av01" : "grid";
      infos.writeBytes(
          box("infe", new byte[] {2, 0, 0, 0}, number(id), number(0), text(type), new byte[1]));
      places.writeBytes(
          parts(number(id), number(1), number(0), number(1), new byte[4], longNumber(8)));
      if (grid != Grid.NONE) {
        int next = grid == Grid.OF_ITSELF ? id : Math.min(items, id + 1);
        byte[][] cells = new byte[64][];
        Arrays.fill(cells, number(next));
        references.writeBytes(box("dimg", number(id), number(64), parts(cells)));
      }
      properties.writeBytes(parts(number(id), new byte[] {1, 1}));
    }
    byte[] meta =
        box(
            "meta",
            new byte[4],
            box("hdlr", new byte[8], text("pict"), new byte[13]),
            box("pitm", new byte[4], number(1)),
            box("iinf", new byte[4], number(items), infos.toByteArray()),
            references.size() == 0
                ? new byte[0]
                : box("iref", new byte[4], references.toByteArray()),
            box(
                "iprp",
                box("ipco", box("ispe", new byte[4], longNumber(width), longNumber(height))),
                box("ipma", new byte[4], longNumber(items), properties.toByteArray())),
            box("iloc", new byte[] {1, 0, 0, 0, 0x44, 0}, number(items), places.toByteArray()),
            box("idat", descriptor));
    return parts(
        box("ftyp", text("avif"), new byte[4], text("mif1"), text("avif")),
        meta,
        box("mdat", new byte[64]));
  }

  private static byte[] box(String type, byte[]... content) {
    byte[] inner = parts(content);
    return parts(longNumber(8 + inner.length), text(type), inner);
  }

  private static byte[] parts(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  private static byte[] longNumber(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] text(String value) {
    return value.getBytes(ISO_8859_1);
  }

  private static byte[] tail(byte[] file, int from) {
    return Arrays.copyOfRange(file, from, file.length);
  }
}
