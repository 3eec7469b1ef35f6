package dev.affix.serving;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The secrets that URLs are signed with: one that signs and any number that are still, or already,
 * accepted, each known by a number from 0 to 255 that is written into the URL.
 *
 * <p>To replace a key without a broken URL: first accept the new one on every node, then sign with
 * it ({@code SigningKeys.of(newKey).withId(2).withAccepted(1, oldKey)}), and drop the old one when
 * no URL signed by it is in use any more. Never give one number to two keys.
 *
 * <p>Immutable. Masters never leave the object and never appear in its text.
 */
public final class SigningKeys {
  private static final int MIN_BYTES = 32;
  private static final int FIRST_ID = 1;
  private static final int MAX_ID = 255;

  private final int currentId;
  private final SortedMap<Integer, byte[]> masters;

  private SigningKeys(int currentId, SortedMap<Integer, byte[]> masters) {
    this.currentId = currentId;
    this.masters = masters;
  }

  /**
   * One key, known as number 1.
   *
   * @param master at least 32 random bytes; copied
   * @throws IllegalArgumentException if it is shorter, or one byte repeated
   */
  public static SigningKeys of(byte[] master) {
    var masters = new TreeMap<Integer, byte[]>();
    masters.put(FIRST_ID, checked(master));
    return new SigningKeys(FIRST_ID, masters);
  }

  /**
   * As {@link #of(byte[])} for a key in Base64, as {@code openssl rand -base64 32} prints it; the
   * alphabet for URLs is understood, too.
   */
  public static SigningKeys of(String base64) {
    return of(decoded(base64));
  }

  /** The same keys; the one that signs is known by this number. */
  public SigningKeys withId(int id) {
    var copy = new TreeMap<>(masters);
    byte[] current = Objects.requireNonNull(copy.remove(currentId));
    addTo(copy, id, current);
    return new SigningKeys(id, copy);
  }

  /** The same keys, and one more whose signatures are accepted. */
  public SigningKeys withAccepted(int id, byte[] master) {
    var copy = new TreeMap<>(masters);
    addTo(copy, id, checked(master));
    return new SigningKeys(currentId, copy);
  }

  /** As {@link #withAccepted(int, byte[])} for a key in Base64. */
  public SigningKeys withAccepted(int id, String base64) {
    return withAccepted(id, decoded(base64));
  }

  /** Number of the key that signs. */
  public int currentId() {
    return currentId;
  }

  /** Numbers of all keys, the one that signs among them. */
  public Set<Integer> ids() {
    return Set.copyOf(masters.keySet());
  }

  /**
   * The key for one purpose, HMAC-SHA256(master, "affix/1/" + purpose); for Affix's own use.
   *
   * @throws IllegalArgumentException if no key has that number
   */
  public byte[] subkey(int id, String purpose) {
    byte[] master = masters.get(id);
    if (master == null) {
      throw new IllegalArgumentException("id must be one of " + ids() + ", but was " + id);
    }
    return HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, master)
        .doFinal(("affix/1/" + purpose).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "SigningKeys[signs with " + currentId + ", accepts " + masters.keySet() + "]";
  }

  private static void addTo(SortedMap<Integer, byte[]> masters, int id, byte[] master) {
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException("id must be 0 to " + MAX_ID + ", but was " + id);
    }
    if (masters.putIfAbsent(id, master) != null) {
      throw new IllegalArgumentException(
          "id " + id + " is taken by another key; give each key a number of its own");
    }
  }

  private static byte[] checked(byte[] master) {
    if (master.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "a signing key needs at least "
              + MIN_BYTES
              + " random bytes, but had "
              + master.length
              + "; make one with \"openssl rand -base64 32\"");
    }
    byte[] repeated = new byte[master.length];
    Arrays.fill(repeated, master[0]);
    if (Arrays.equals(master, repeated)) {
      throw new IllegalArgumentException(
          "a signing key must be random, but is one byte repeated;"
              + " make one with \"openssl rand -base64 32\"");
    }
    return master.clone();
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      // Without the cause: its message quotes a character of the secret.
      throw new IllegalArgumentException(
          "a signing key given as text must be Base64; make one with \"openssl rand -base64 32\"");
    }
  }
}
