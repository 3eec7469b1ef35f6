package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** EXIF blocks with an orientation, a camera maker and a GPS position, put into files. */
final class Exif {
  /** Stands in the block, so that a result can be searched for it. */
  static final String MAKER = "AffixCam";

  /** The bytes of the position: 47 degrees as a rational. */
  static final byte[] POSITION = {0, 0, 0, 47, 0, 0, 0, 1};

  private Exif() {}

  /** A TIFF structure: orientation and maker in the first directory, latitude in the GPS one. */
  static byte[] block(int orientation) {
    ByteBuffer b = ByteBuffer.allocate(120);
    b.put("MM\0*".getBytes(ISO_8859_1)).putInt(8);
    b.putShort((short) 3);
    entry(b, 0x010f, 2, MAKER.length() + 1, 50);
    b.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    b.putShort((short) orientation).putShort((short) 0);
    entry(b, 0x8825, 4, 1, 60);
    b.putInt(0);
    b.position(50);
    b.put(MAKER.getBytes(ISO_8859_1)).put((byte) 0);
    b.position(60);
    b.putShort((short) 2);
    b.putShort((short) 1).putShort((short) 2).putInt(2).put((byte) 'N').put(new byte[3]);
    entry(b, 2, 5, 3, 90);
    b.putInt(0);
    b.position(90);
    for (int i = 0; i < 3; i++) {
      b.put(POSITION);
    }
    return b.array();
  }

  private static void entry(ByteBuffer b, int tag, int type, int count, int value) {
    b.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  static byte[] inJpeg(byte[] jpeg, int orientation) {
    return segment(jpeg, 0xe1, concat("Exif\0\0".getBytes(ISO_8859_1), block(orientation)));
  }

  /** Puts a segment right behind the start of the file. */
  static byte[] segment(byte[] jpeg, int marker, byte[] content) {
    ByteBuffer b = ByteBuffer.allocate(jpeg.length + content.length + 4);
    b.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    b.putShort((short) (content.length + 2)).put(content);
    b.put(jpeg, 2, jpeg.length - 2);
    return b.array();
  }

  static byte[] inPng(byte[] png, int orientation) {
    return chunk(png, "eXIf", block(orientation));
  }

  /** Puts a chunk right behind the header of the file. */
  static byte[] chunk(byte[] png, String type, byte[] content) {
    int afterHeader = 8 + 25;
    ByteBuffer b = ByteBuffer.allocate(png.length + content.length + 12);
    b.put(png, 0, afterHeader);
    b.putInt(content.length);
    byte[] typed = concat(type.getBytes(ISO_8859_1), content);
    var crc = new CRC32();
    crc.update(typed);
    b.put(typed).putInt((int) crc.getValue());
    b.put(png, afterHeader, png.length - afterHeader);
    return b.array();
  }

  static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
