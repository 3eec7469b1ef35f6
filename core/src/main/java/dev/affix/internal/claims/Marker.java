package dev.affix.internal.claims;

import dev.affix.AffixException;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The object that says which environment a place belongs to: a line of format, a line of name. */
final class Marker {
  static final StorageKey KEY = StorageKey.of(StorageKey.RESERVED + "claim");

  private static final String FORMAT = "affix-claim 1";
  private static final Pattern TEXT =
      Pattern.compile(FORMAT + "\nenvironment ([A-Za-z0-9._-]{1,64})\n");
  private static final int MAX_BYTES = 1_024;

  private Marker() {}

  /**
   * The environment that claimed the place.
   *
   * @throws AffixException if there is a marker that this version cannot read
   * @throws dev.affix.storage.StorageException if it cannot be known now
   */
  static Optional<String> read(String serviceName, StorageService service) {
    String text;
    try (ObjectReader marker = service.open(KEY, ByteRange.ALL)) {
      text = new String(marker.body().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (ObjectNotFoundException unclaimed) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageUnavailableException(
          "Whose service \"%s\" is could not be read from object \"%s\""
              .formatted(serviceName, KEY),
          e);
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new AffixException(
          "Object \"%s\" of service \"%s\" says in no form known here whose the place is, so it is treated as somebody else's; a newer Affix may have written it"
              .formatted(KEY, serviceName));
    }
    return Optional.of(matcher.group(1));
  }

  /** Writes the marker unless there is one. */
  static void write(StorageService service, String environment) {
    byte[] text = (FORMAT + "\nenvironment " + environment + "\n").getBytes(StandardCharsets.UTF_8);
    try (InputStream body = new ByteArrayInputStream(text)) {
      service.put(PutRequest.of(KEY, "text/plain").withLength(text.length), body);
    } catch (ObjectExistsException claimedMeanwhile) {
      // Read next, by whoever asked.
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory could not be read", e);
    }
  }
}
