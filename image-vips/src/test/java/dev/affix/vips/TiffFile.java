package dev.affix.vips;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A TIFF put together by hand: black pages of a pixel each, one directory after the other. */
final class TiffFile {
  private static final int HEAD = 8;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final int PICTURE_ENTRIES = 9;
  private static final int OWN_TAGS = 50_000;

  private final ByteOrder order;
  private final int pages;
  private boolean backwards;
  private long last;
  private int ownEntries;
  private int valueBytes;
  private int claimedBytes = 1;

  TiffFile(ByteOrder order, int pages) {
    this.order = order;
    this.pages = pages;
  }

  /** The first page's directory comes last in the file. */
  TiffFile backwards() {
    backwards = true;
    return this;
  }

  /** After the last page comes that one again, counted from 0. */
  TiffFile circleTo(int page) {
    last = position(page);
    return this;
  }

  /** Where it says that there is another page. */
  TiffFile last(long position) {
    last = position;
    return this;
  }

  /** So many tags in each directory that are no decoder's, all with the same value. */
  TiffFile ownTags(int count, int bytes) {
    ownEntries = count;
    valueBytes = bytes;
    claimedBytes = bytes;
    return this;
  }

  /** Their value is said to be longer than the file. */
  TiffFile claiming(int bytes) {
    claimedBytes = bytes;
    return this;
  }

  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(place(pages)).order(order);
    file.put(new byte[] {(byte) letter(), (byte) letter()}).putShort((short) 42);
    file.putInt(position(0));
    for (int page = 0; page < pages; page++) {
      file.position(position(page));
      file.putShort((short) (PICTURE_ENTRIES + ownEntries));
      entry(file, 256, SHORT, 1); // width
      entry(file, 257, SHORT, 1); // height
      entry(file, 258, SHORT, 8); // bits of a sample
      entry(file, 259, SHORT, 1); // not compressed
      entry(file, 262, SHORT, 1); // black is zero
      entry(file, 273, LONG, 4); // pixels, of which any byte will do
      entry(file, 277, SHORT, 1); // samples of a pixel
      entry(file, 278, SHORT, 1); // rows of a strip
      entry(file, 279, LONG, 1); // bytes of a strip
      for (int i = 0; i < ownEntries; i++) {
        file.putShort((short) (OWN_TAGS + i)).putShort((short) UNDEFINED);
        file.putInt(claimedBytes).putInt(HEAD);
      }
      file.putInt((int) (page + 1 < pages ? position(page + 1) : last));
    }
    return file.array();
  }

  private char letter() {
    return order == ByteOrder.BIG_ENDIAN ? 'M' : 'I';
  }

  private int position(int page) {
    return place(backwards ? pages - 1 - page : page);
  }

  private int place(int number) {
    int directory = 2 + 12 * (PICTURE_ENTRIES + ownEntries) + 4;
    return HEAD + valueBytes + number * directory;
  }

  private static void entry(ByteBuffer file, int tag, int type, int value) {
    file.putShort((short) tag).putShort((short) type).putInt(1);
    if (type == SHORT) {
      file.putShort((short) value).putShort((short) 0);
    } else {
      file.putInt(value);
    }
  }
}
