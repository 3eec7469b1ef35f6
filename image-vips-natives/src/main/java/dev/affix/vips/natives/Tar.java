package dev.affix.vips.natives;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Reads single files out of a package's archive. */
final class Tar {
  private static final int BLOCK = 512;

  private Tar() {}

  /**
   * The wanted files by name; names are those inside the package's folder.
   *
   * @throws IOException if the archive is damaged or lacks one
   */
  static Map<String, byte[]> files(byte[] gzipped, Set<String> wanted) throws IOException {
    var found = new HashMap<String, byte[]>();
    try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(gzipped), 1 << 16)) {
      byte[] header = tar.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        String name = text(header, 0, 100);
        long size = Long.parseLong(text(header, 124, 12).strip(), 8);
        // All npm packages have one folder, mostly named 'package'.
        String inside = name.substring(name.indexOf('/') + 1);
        if (header[156] == '0' && wanted.contains(inside)) {
          found.put(inside, exactly(tar, size));
        } else {
          tar.skipNBytes(size);
        }
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        header = tar.readNBytes(BLOCK);
      }
    }
    for (String name : wanted) {
      if (!found.containsKey(name)) {
        throw new IOException("the archive has no '" + name + "'");
      }
    }
    return found;
  }

  private static byte[] exactly(InputStream tar, long size) throws IOException {
    byte[] bytes = tar.readNBytes(Math.toIntExact(size));
    if (bytes.length != size) {
      throw new EOFException("the archive ends within a file");
    }
    return bytes;
  }

  private static String text(byte[] header, int from, int length) {
    String field = new String(header, from, length, StandardCharsets.UTF_8);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }
}
