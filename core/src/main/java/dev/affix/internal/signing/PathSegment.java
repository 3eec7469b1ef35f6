package dev.affix.internal.signing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file name as the last segment of a path, in exactly one spelling: RFC 3986's unreserved
 * characters stand for themselves, every other byte of UTF-8 is {@code %XX} in capitals. A proxy
 * that normalises paths by that RFC leaves this spelling alone.
 *
 * <p>Characters that servers refuse, cut at or use to mislead a reader become hyphens first, and a
 * name that a path would swallow becomes {@code file}.
 */
public final class PathSegment {
  private static final String HEX = "0123456789ABCDEF";

  private PathSegment() {}

  /** The segment for a file of that name. */
  public static String of(String filename) {
    String name = presentable(filename);
    var segment = new StringBuilder(name.length() + 16);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        segment.append((char) b);
      } else {
        segment.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return segment.toString();
  }

  /** The name in a segment; empty if {@link #of} would not have spelled it so. */
  public static Optional<String> nameIn(String segment) {
    byte[] bytes = new byte[segment.length()];
    int count = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '%') {
        bytes[count++] = c < 0x80 ? (byte) c : (byte) '/';
      } else if (i + 2 < segment.length()) {
        int high = HEX.indexOf(segment.charAt(i + 1));
        int low = HEX.indexOf(segment.charAt(i + 2));
        bytes[count++] = high < 0 || low < 0 ? (byte) '/' : (byte) (high << 4 | low);
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    String name = new String(bytes, 0, count, StandardCharsets.UTF_8);
    return of(name).equals(segment) ? Optional.of(name) : Optional.empty();
  }

  private static String presentable(String filename) {
    var name = new StringBuilder(filename.length());
    filename.codePoints().map(c -> isTroublesome(c) ? '-' : c).forEach(name::appendCodePoint);
    String text = name.toString();
    return text.isEmpty() || text.equals(".") || text.equals("..") ? "file" : text;
  }

  // Ranges of our own, not the JDK's categories: those grow with Unicode, and old URLs must not
  // change.
  private static boolean isTroublesome(int c) {
    boolean control = c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
    boolean turnsDirection =
        c == 0x61c
            || c == 0x200e
            || c == 0x200f
            || (c >= 0x202a && c <= 0x202e)
            || (c >= 0x2066 && c <= 0x2069);
    boolean invisible = c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff;
    boolean halfACharacter = c >= 0xd800 && c <= 0xdfff;
    boolean cut = c == '/' || c == '\\' || c == '%' || c == ';';
    return control || turnsDirection || invisible || halfACharacter || cut;
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
