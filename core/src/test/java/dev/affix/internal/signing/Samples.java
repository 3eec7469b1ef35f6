package dev.affix.internal.signing;

import dev.affix.Visibility;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageKey;
import java.time.Instant;
import java.util.UUID;

/** Tokens and keys that several tests use; what is pinned about them must not change. */
final class Samples {
  static final UUID BLOB = UUID.fromString("01928f3e-7c00-7abc-8def-0123456789ab");
  static final UUID ATTACHMENT = UUID.fromString("01928f3e-7c01-7abc-8def-0123456789ab");
  static final StorageKey KEY = StorageKey.of("0a1b2c3d4e5f6g7h8i9j0klmnopq");
  static final String DIGEST = "3bvqt4eywrxozt7px3dqt5t6aa";
  static final Instant END = Instant.parse("2026-03-01T12:17:00Z");
  static final byte[] MASTER = master();

  private Samples() {}

  static TokenCodec codec() {
    return new TokenCodec(SigningKeys.of(MASTER));
  }

  static ServeToken publicPhoto() {
    return new ServeToken(
        Visibility.PUBLIC,
        Disposition.INLINE,
        false,
        "local",
        BLOB,
        KEY,
        "image/jpeg",
        null,
        null,
        null);
  }

  static ServeToken signedDownload() {
    return new ServeToken(
        Visibility.SIGNED,
        Disposition.ATTACHMENT,
        false,
        "local",
        BLOB,
        KEY,
        "application/pdf",
        null,
        END,
        null);
  }

  static ServeToken signedVariant() {
    return new ServeToken(
        Visibility.SIGNED,
        Disposition.INLINE,
        false,
        "s3",
        BLOB,
        KEY,
        "image/jpeg",
        VariantLink.of("standard", DIGEST, "image/webp"),
        END,
        null);
  }

  static ServeToken guardedAdopted() {
    return new ServeToken(
        Visibility.GUARDED,
        Disposition.INLINE,
        true,
        "s3",
        BLOB,
        StorageKey.of("icons/7/original.png"),
        "image/png",
        new VariantLink("standard", DIGEST, "image/x-odd", StorageKey.of("icons/7/standard.png")),
        null,
        ATTACHMENT);
  }

  private static byte[] master() {
    byte[] master = new byte[32];
    for (int i = 0; i < master.length; i++) {
      master[i] = (byte) i;
    }
    return master;
  }
}
