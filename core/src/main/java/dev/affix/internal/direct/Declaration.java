package dev.affix.internal.direct;

import dev.affix.internal.staging.ContentTypes;
import dev.affix.internal.staging.Filenames;
import java.util.Base64;
import java.util.Map;
import org.apache.commons.codec.binary.Hex;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the file it is going to send.
 *
 * @param contentType without parameters
 * @param md5 hexadecimal digits
 */
record Declaration(String filename, String contentType, long byteSize, String md5) {
  private static final int MD5_BYTES = 16;

  /**
   * Reads {@code {"blob": {"filename", "content_type", "byte_size", "checksum"}}}; whatever else is
   * in it makes no difference.
   *
   * @throws Refusal 400 for another shape, 422 for values that no file has
   */
  static Declaration in(String body) {
    Json json;
    try {
      json = Json.of(body);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "The request is " + e.getMessage());
    }
    if (!(json instanceof Json.Members(Map<String, Json> outer))
        || !(outer.get("blob") instanceof Json.Members(Map<String, Json> blob))) {
      throw new Refusal(400, "The request must be {\"blob\": {..}}");
    }
    return new Declaration(
        filename(text(blob, "filename")),
        contentType(blob.get("content_type")),
        byteSize(blob.get("byte_size")),
        md5(text(blob, "checksum")));
  }

  private static String filename(String name) {
    String fault = Filenames.faultOf(name);
    if (fault != null) {
      throw new Refusal(422, "The file's name " + fault);
    }
    return name;
  }

  private static String contentType(@Nullable Json value) {
    return switch (value) {
      case null -> ContentTypes.UNKNOWN;
      case Json.Nothing nothing -> ContentTypes.UNKNOWN;
      case Json.Text(String text) when text.isBlank() -> ContentTypes.UNKNOWN;
      case Json.Text(String text) -> {
        String type = ContentTypes.normalised(text);
        if (type == null) {
          throw new Refusal(422, "content_type must be like \"image/png\"");
        }
        yield type;
      }
      default -> throw new Refusal(400, "content_type must be a string");
    };
  }

  private static long byteSize(@Nullable Json value) {
    if (!(value instanceof Json.Numeral(String spelling)) || !spelling.matches("-?[0-9]{1,18}")) {
      throw new Refusal(400, "byte_size must be a whole number");
    }
    long size = Long.parseLong(spelling);
    if (size < 1) {
      throw new Refusal(422, "The file is empty; an attachment needs at least one byte");
    }
    return size;
  }

  private static String md5(String base64) {
    try {
      byte[] digest = Base64.getDecoder().decode(base64);
      if (digest.length == MD5_BYTES && Base64.getEncoder().encodeToString(digest).equals(base64)) {
        return Hex.encodeHexString(digest);
      }
    } catch (IllegalArgumentException e) {
      // Told below, as for every other text that is none.
    }
    throw new Refusal(400, "checksum must be the file's MD5 in Base64");
  }

  private static String text(Map<String, Json> blob, String name) {
    if (blob.get(name) instanceof Json.Text(String text)) {
      return text;
    }
    throw new Refusal(400, name + " must be a string");
  }
}
