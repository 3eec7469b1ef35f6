package dev.affix.benchmarks.bed;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files of noise, each unlike all others; without the start-up cost of java.desktop. */
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Png() {}

  /** A square picture of about {@code 3 * side * side} bytes. */
  public static byte[] noise(RandomGenerator random, int side) {
    try (var file = new ByteArrayOutputStream();
        var header = new ByteArrayOutputStream()) {
      var fields = new DataOutputStream(header);
      fields.writeInt(side);
      fields.writeInt(side);
      fields.write(new byte[] {8, 2, 0, 0, 0});
      file.write(SIGNATURE);
      chunk(file, "IHDR", header.toByteArray());
      chunk(file, "IDAT", pixels(random, side));
      chunk(file, "IEND", new byte[0]);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pixels(RandomGenerator random, int side) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed)) {
      byte[] line = new byte[1 + 3 * side];
      for (int y = 0; y < side; y++) {
        random.nextBytes(line);
        line[0] = 0;
        out.write(line);
      }
    }
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    var out = new DataOutputStream(file);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
    out.flush();
  }
}
