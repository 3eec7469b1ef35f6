package dev.affix.benchmarks.torture;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes paths that nobody signed out of paths that somebody did. */
final class TokenForger {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final List<String> EXTRAS =
      List.of(
          "=", "==", "%3D", "%00", "\u0000", " ", "%20", ".", "~", "+", "?", "?a=b", "#", ";v=1",
          "/");

  private final List<String> paths;
  private final Random random;

  private record Path(String token, String segment) {
    static Path of(String text) {
      int slash = text.indexOf('/', 1);
      return new Path(text.substring(1, slash), text.substring(slash + 1));
    }

    String with(String otherToken) {
      return "/" + otherToken + "/" + segment;
    }

    String withSegment(String other) {
      return "/" + token + "/" + other;
    }
  }

  TokenForger(List<String> paths, Random random) {
    this.paths = paths;
    this.random = random;
  }

  /** The next one; may by chance be one of the good paths. */
  String next() {
    Path path = any();
    String token = path.token;
    String segment = path.segment;
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> path.with(flippedBits(token));
      case 3 -> path.with(replaced(token, ALPHABET));
      case 4 -> path.with(replaced(token, "+/=%\u00e4 .~"));
      case 5 -> path.with(token.substring(0, random.nextInt(token.length())));
      case 6 -> path.with(token + any(EXTRAS));
      case 7 -> path.with(inserted(token, ALPHABET));
      case 8 -> path.with(lastBitsSet(token));
      case 9 -> path.with(percentEncoded(token));
      case 10 -> path.with(swappedCase(token));
      case 11 -> path.with(spliced(token, any().token));
      case 12 -> path.with(withByte(token, random.nextInt(2), random.nextInt(256)));
      case 13 -> path.withSegment(any().segment);
      case 14 -> path.withSegment(percentEncoded(segment));
      case 15 -> path.withSegment(swappedCase(segment));
      case 16 -> path.withSegment(segment + any(EXTRAS));
      case 17 -> path.withSegment(replaced(segment, ALPHABET));
      case 18 -> "/" + path.token + any(List.of("//", "/./", "/x/", "\\", "%2F")) + segment;
      default -> any(List.of("/", "//", "/./", "")) + token + "/" + segment + any(EXTRAS);
    };
  }

  private Path any() {
    return Path.of(any(paths));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String flippedBits(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return spelled(bytes);
  }

  private static String withByte(String token, int index, int value) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    bytes[index] = (byte) value;
    return spelled(bytes);
  }

  /** The payload of one token with the signature of another, or cut anywhere else. */
  private String spliced(String one, String other) {
    byte[] head = Base64.getUrlDecoder().decode(one);
    byte[] tail = Base64.getUrlDecoder().decode(other);
    int kept = random.nextBoolean() ? 16 : 1 + random.nextInt(Math.min(head.length, tail.length));
    byte[] mixed = Arrays.copyOf(head, head.length);
    int from = Math.max(0, head.length - kept);
    for (int i = from; i < head.length; i++) {
      mixed[i] = tail[Math.floorMod(tail.length - head.length + i, tail.length)];
    }
    return spelled(mixed);
  }

  /** Another spelling of the same bytes, where the last character has bits to spare. */
  private String lastBitsSet(String token) {
    int last = ALPHABET.indexOf(token.charAt(token.length() - 1));
    char other = ALPHABET.charAt(last ^ (1 + random.nextInt(15)));
    return token.substring(0, token.length() - 1) + other;
  }

  private String percentEncoded(String text) {
    int i = random.nextInt(text.length());
    String format = random.nextBoolean() ? "%%%02X" : "%%%02x";
    return text.substring(0, i)
        + String.format(Locale.ROOT, format, (int) text.charAt(i))
        + text.substring(i + 1);
  }

  private String swappedCase(String text) {
    char[] letters = text.toCharArray();
    int i = random.nextInt(letters.length);
    letters[i] =
        Character.isUpperCase(letters[i])
            ? Character.toLowerCase(letters[i])
            : Character.toUpperCase(letters[i]);
    return new String(letters);
  }

  private String replaced(String text, String by) {
    int i = random.nextInt(text.length());
    return text.substring(0, i) + by.charAt(random.nextInt(by.length())) + text.substring(i + 1);
  }

  private String inserted(String text, String from) {
    int i = random.nextInt(text.length() + 1);
    return text.substring(0, i) + from.charAt(random.nextInt(from.length())) + text.substring(i);
  }

  private static String spelled(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
