package dev.affix.internal.serving;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition}, RFC 6266, with the file's name in the ways of RFC 8187. */
final class ContentDisposition {
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";
  private static final String HEX = "0123456789ABCDEF";

  private ContentDisposition() {}

  static String inline(String filename) {
    return "inline" + names(filename);
  }

  static String attachment(String filename) {
    return "attachment" + names(filename);
  }

  private static String names(String filename) {
    String plain = plain(filename);
    String quoted = "; filename=\"" + plain + "\"";
    return plain.equals(filename) ? quoted : quoted + "; filename*=UTF-8''" + extended(filename);
  }

  // Percent signs, too: some browsers decode them here although they must not.
  private static String plain(String filename) {
    var text = new StringBuilder(filename.length());
    filename
        .codePoints()
        .map(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static String extended(String filename) {
    var text = new StringBuilder(filename.length() + 16);
    for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
      if (isAttrChar(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return text.toString();
  }

  private static boolean isAttrChar(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && ATTR_CHARS.indexOf(b) >= 0);
  }
}
