package dev.affix.vips;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Progressive JPEGs of 64x64 grey pixels and as many valid scans as wanted, each of one byte. */
final class ScanBomb {
  private static final HexFormat HEX = HexFormat.of();

  private ScanBomb() {}

  /** At most 883: the first, and one for each of 14 bits of 63 coefficients. */
  static byte[] of(int scans) {
    var out = new ByteArrayOutputStream();
    hex(out, "ffd8 ffdb0043 00" + "10".repeat(64));
    hex(out, "ffc2000b 08 0040 0040 01 01 11 00");
    // Huffman tables of one symbol each, coded as a single 0: "no difference" and "64 empty
    // blocks".
    hex(out, "ffc40014 00 01" + "00".repeat(15) + "00");
    hex(out, "ffc40014 10 01" + "00".repeat(15) + "60");
    hex(out, "ffda0008 01 01 00 00 00 00" + "00".repeat(8));
    int written = 1;
    for (int coefficient = 1; coefficient < 64; coefficient++) {
      for (int bit = 13; bit >= 0 && written < scans; bit--, written++) {
        int approximation = ((bit == 13 ? 0 : bit + 1) << 4) | bit;
        hex(out, "ffda0008 01 01 00 %1$02x %1$02x %2$02x 01".formatted(coefficient, approximation));
      }
    }
    hex(out, "ffd9");
    return out.toByteArray();
  }

  private static void hex(ByteArrayOutputStream out, String digits) {
    out.writeBytes(HEX.parseHex(digits.replace(" ", "")));
  }
}
