package dev.affix.internal.serving;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Ways to alter or respell {@code /token/name}; the result may by chance be the same text. */
final class PathMutations {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String[] TAILS = {
    "/", "/x", "?", "?v=1", "#x", ";x=1", "%00", "%20", " ", "\t", "\n", "%2F", ".", "%"
  };
  private static final String[] HEADS = {"/", "x", "/x", "/.", "/..", "//", " ", "\0", "%2F", "\\"};
  private static final String[] STRAYS = {
    "=", "%", " ", "\n", "\r\n", "+", "/", ".", "\u00a0", "é"
  };

  private final Random random;

  PathMutations(Random random) {
    this.random = random;
  }

  String alter(String path, String donor) {
    String token = token(path);
    String name = name(path);
    return switch (random.nextInt(22)) {
      case 0, 1, 2, 3 -> join(flipBit(token), name);
      case 4 -> join(token.substring(0, random.nextInt(token.length())), name);
      case 5 -> join(token.substring(random.nextInt(token.length())), name);
      case 6 -> join(token + letter().repeat(1 + random.nextInt(8)), name);
      case 7 -> join(put(token, letter(), 1), name);
      case 8 -> join(put(token, letter(), 0), name);
      case 9 -> join(put(token, "", 1), name);
      case 10 -> join(token + "=".repeat(1 + random.nextInt(3)), name);
      case 11 -> join(token.replace('-', '+').replace('_', '/'), name);
      case 12 -> join(otherCase(token), name);
      case 13 -> join(escapeOne(token), name);
      case 14 -> join(spareBits(token), name);
      case 15 -> join(put(token, STRAYS[random.nextInt(STRAYS.length)], random.nextInt(2)), name);
      case 16 -> join(token, alterName(name));
      case 17 -> join(token, name(donor));
      case 18 -> join(splice(token, token(donor)), random.nextBoolean() ? name : name(donor));
      case 19 -> join(overwriteByte(token), name);
      case 20 ->
          random.nextBoolean()
              ? path + TAILS[random.nextInt(TAILS.length)]
              : HEADS[random.nextInt(HEADS.length)] + path;
      default -> join(garbage(), random.nextBoolean() ? name : garbage());
    };
  }

  private String alterName(String name) {
    return switch (random.nextInt(6)) {
      case 0 -> escapeOne(name);
      case 1 -> otherCase(name);
      case 2 -> name.replaceAll("%20", "+");
      case 3 -> name.replaceAll("%", "%25");
      case 4 -> put(name, STRAYS[random.nextInt(STRAYS.length)], random.nextInt(2));
      default -> java.net.URLDecoder.decode(name, StandardCharsets.UTF_8);
    };
  }

  private String flipBit(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    int bit = random.nextInt(bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return spell(bytes);
  }

  private String overwriteByte(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    // The first three choose version, purpose, key and fields.
    bytes[random.nextBoolean() ? random.nextInt(3) : random.nextInt(bytes.length)] =
        (byte) random.nextInt(256);
    return spell(bytes);
  }

  private String splice(String token, String other) {
    int cut = random.nextInt(Math.min(token.length(), other.length()));
    return token.substring(0, cut) + other.substring(cut);
  }

  /** Another last character that a lenient decoder reads as the same bytes. */
  private String spareBits(String token) {
    int last = ALPHABET.indexOf(token.charAt(token.length() - 1));
    int spare = token.length() % 4 == 2 ? 15 : token.length() % 4 == 3 ? 3 : 0;
    char changed = ALPHABET.charAt(last ^ (spare == 0 ? 0 : 1 + random.nextInt(spare)));
    return token.substring(0, token.length() - 1) + changed;
  }

  private String escapeOne(String text) {
    int at = random.nextInt(text.length());
    return text.substring(0, at)
        + String.format(random.nextBoolean() ? "%%%02X" : "%%%02x", (int) text.charAt(at))
        + text.substring(at + 1);
  }

  private String otherCase(String text) {
    int at = random.nextInt(text.length());
    char c = text.charAt(at);
    char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private String put(String text, String what, int instead) {
    int at = random.nextInt(text.length());
    return text.substring(0, at) + what + text.substring(at + instead);
  }

  private String garbage() {
    var text = new StringBuilder();
    boolean plain = random.nextBoolean();
    for (int length = random.nextInt(200); length > 0; length--) {
      text.append(plain ? letter() : Character.toString(random.nextInt(0xd800)));
    }
    return text.toString();
  }

  private String letter() {
    return String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
  }

  private static String token(String path) {
    return path.substring(1, path.indexOf('/', 1));
  }

  private static String name(String path) {
    return path.substring(path.indexOf('/', 1) + 1);
  }

  private static String join(String token, String name) {
    return "/" + token + "/" + name;
  }

  private static String spell(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
