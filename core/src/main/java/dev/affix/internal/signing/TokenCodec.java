package dev.affix.internal.signing;

import dev.affix.AffixException;
import dev.affix.serving.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as text: base64url of a payload and a MAC over the payload and the last path segment of
 * the URL. A token has exactly one spelling, and nothing in it is looked at before its MAC was
 * found right but the version, the purpose and the number of the key, without which there is no
 * MAC. Immutable.
 */
public final class TokenCodec {
  /** No token is longer. */
  static final int MAX_LENGTH = 2000;

  static final int MAC_BYTES = 16;
  private static final int VERSION = 1;

  private final int currentId;
  private final Map<SubkeyOf, byte[]> subkeys;

  private record SubkeyOf(Purpose purpose, int keyId) {}

  public TokenCodec(SigningKeys keys) {
    this.currentId = keys.currentId();
    var derived = new HashMap<SubkeyOf, byte[]>();
    for (Purpose purpose : Purpose.values()) {
      keys.ids()
          .forEach(id -> derived.put(new SubkeyOf(purpose, id), keys.subkey(id, purpose.name())));
    }
    this.subkeys = Map.copyOf(derived);
  }

  /**
   * The token's text, good only in a URL that ends in {@code segment}.
   *
   * @param segment as {@link PathSegment#of} spells it; empty where nothing follows the token
   */
  public String sign(Token token, String segment) {
    byte[] payload = payloadOf(token, currentId);
    byte[] signed = Arrays.copyOf(payload, payload.length + MAC_BYTES);
    byte[] key = subkeys.get(new SubkeyOf(purposeOf(token), currentId));
    if (key == null) {
      throw new IllegalStateException("The key that signs is not among the keys");
    }
    System.arraycopy(macOf(key, payload, segment), 0, signed, payload.length, MAC_BYTES);
    return spell(signed);
  }

  /** What a text says; empty if it is not exactly what {@link #sign} made for that segment. */
  public Optional<Token> open(String text, String segment) {
    byte[] signed = bytesOf(text);
    if (signed == null || signed.length < MAC_BYTES + 2) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOf(signed, signed.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(signed, payload.length, signed.length);
    int keyId = payload[1] & 0xff;
    Purpose purpose = purposeOf(payload[0]);
    byte[] key = purpose == null ? null : subkeys.get(new SubkeyOf(purpose, keyId));
    if (purpose == null
        || key == null
        || !MessageDigest.isEqual(mac, macOf(key, payload, segment))) {
      return Optional.empty();
    }
    return read(purpose, payload, keyId);
  }

  private static Optional<Token> read(Purpose purpose, byte[] payload, int keyId) {
    try {
      var in = new PayloadReader(payload);
      in.readByte();
      in.readByte();
      Token token =
          switch (purpose) {
            case SERVE -> ServePayload.read(in);
            case DISK_PUT -> UploadPayload.readPut(in);
            case POLICY -> UploadPayload.readPolicy(in);
            case STAGED -> UploadPayload.readStaged(in);
          };
      in.requireEnd();
      return Arrays.equals(payloadOf(token, keyId), payload)
          ? Optional.of(token)
          : Optional.empty();
    } catch (IllegalArgumentException | AffixException e) {
      // Signed by a holder of the key, yet not by this version: no different to who asks.
      return Optional.empty();
    }
  }

  private static byte[] payloadOf(Token token, int keyId) {
    var out = new PayloadWriter();
    out.writeByte(VERSION << 4 | purposeOf(token).code()).writeByte(keyId);
    switch (token) {
      case ServeToken serve -> ServePayload.write(serve, out);
      case PutToken put -> UploadPayload.write(put, out);
      case PolicyToken policy -> UploadPayload.write(policy, out);
      case StagedToken staged -> UploadPayload.write(staged, out);
    }
    return out.toBytes();
  }

  private static Purpose purposeOf(Token token) {
    return switch (token) {
      case ServeToken serve -> Purpose.SERVE;
      case PutToken put -> Purpose.DISK_PUT;
      case PolicyToken policy -> Purpose.POLICY;
      case StagedToken staged -> Purpose.STAGED;
    };
  }

  /** The purpose that a payload's first byte tells; null if it is of no version known. */
  private static @Nullable Purpose purposeOf(byte head) {
    for (Purpose purpose : Purpose.values()) {
      if (head == (byte) (VERSION << 4 | purpose.code())) {
        return purpose;
      }
    }
    return null;
  }

  private static byte[] macOf(byte[] key, byte[] payload, String segment) {
    Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key);
    mac.update(payload);
    mac.update((byte) 0);
    return Arrays.copyOf(mac.doFinal(segment.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
  }

  private static byte @Nullable [] bytesOf(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return spell(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String spell(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
