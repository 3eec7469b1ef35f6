package dev.affix.internal.staging;

import dev.affix.model.Blob.TypeSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;

/**
 * The type of a file from its first bytes. A name may refine what the bytes say (a document inside
 * a zip), a claim is believed only where the bytes say nothing or plain text, and neither can make
 * a picture or a page out of bytes that are none.
 */
public final class ContentTypes {
  public static final String UNKNOWN = "application/octet-stream";
  private static final String PLAIN_TEXT = "text/plain";
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}");
  private static final Set<String> FROM_BYTES_ONLY = Set.of("image", "audio", "video");

  private final Tika tika = new Tika();

  /** A type and where it comes from. */
  record Typed(String contentType, TypeSource source) {}

  /** A claim without its parameters, in lower case; null if it is no type at all. */
  public static @Nullable String normalised(String claim) {
    String bare = bare(claim);
    return TYPE.matcher(bare).matches() ? bare : null;
  }

  Typed sniff(byte[] head, String filename, @Nullable String claimed) {
    String picture = picture(head);
    if (picture != null) {
      return new Typed(picture, TypeSource.SNIFFED);
    }
    String byBytes = bare(tika.detect(head));
    if (!byBytes.equals(UNKNOWN) && !byBytes.equals(PLAIN_TEXT)) {
      return new Typed(refined(byBytes, head, filename), TypeSource.SNIFFED);
    }
    boolean text = byBytes.equals(PLAIN_TEXT);
    String claim = bare(claimed == null || claimed.isBlank() ? tika.detect(filename) : claimed);
    if (claim.equals(byBytes) || claim.equals(UNKNOWN) || !believable(claim, text)) {
      return new Typed(byBytes, TypeSource.SNIFFED);
    }
    return new Typed(claim, TypeSource.DECLARED);
  }

  /**
   * What most uploads are, by the signatures that Tika has for them, too: to try all others took
   * more time than all else that staging does. No name refines these types.
   */
  private static @Nullable String picture(byte[] head) {
    if (has(head, 0, "\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    } else if (has(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    } else if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a")) {
      return "image/gif";
    } else if (has(head, 0, "RIFF") && has(head, 8, "WEBP")) {
      return "image/webp";
    }
    return null;
  }

  private static boolean has(byte[] head, int offset, String signature) {
    byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= offset + bytes.length
        && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
  }

  private String refined(String byBytes, byte[] head, String filename) {
    String withName = bare(tika.detect(head, filename));
    return family(withName).equals(family(byBytes)) ? withName : byBytes;
  }

  /**
   * Plain text may be any harmless text; unknown bytes anything that no reader would run or draw.
   */
  private static boolean believable(String claim, boolean text) {
    if (!TYPE.matcher(claim).matches() || FROM_BYTES_ONLY.contains(family(claim))) {
      return false;
    }
    boolean active = claim.contains("html") || claim.contains("xml") || claim.contains("script");
    return !active && (text || !family(claim).equals("text"));
  }

  private static String family(String type) {
    int slash = type.indexOf('/');
    return slash < 0 ? type : type.substring(0, slash);
  }

  private static String bare(String type) {
    int semicolon = type.indexOf(';');
    String bare = semicolon < 0 ? type : type.substring(0, semicolon);
    return bare.strip().toLowerCase(Locale.ROOT);
  }
}
