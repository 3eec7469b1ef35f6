package dev.affix.internal.signing;

import dev.affix.Visibility;
import dev.affix.storage.StorageKey;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link ServeToken} after version, purpose and key id, in their order. */
final class ServePayload {
  private static final int VISIBILITY = 0b0000_0011;
  private static final int ATTACHMENT = 0b0000_0100;
  private static final int VARIANT = 0b0000_1000;
  private static final int EXPIRY = 0b0001_0000;
  private static final int EXPLICIT_KEYS = 0b0010_0000;
  private static final int MUTABLE = 0b0100_0000;
  private static final int RESERVED = 0b1000_0000;

  private ServePayload() {}

  static void write(ServeToken token, PayloadWriter out) {
    VariantLink variant = token.variant();
    boolean explicit = !token.key().isGenerated() || (variant != null && variant.ownKey() != null);
    out.writeByte(flagsOf(token, explicit)).writeText(token.service()).writeUuid(token.blobId());
    if (explicit) {
      out.writeText(token.key().value());
    } else {
      out.writeBytes(KeyText.pack(token.key()));
    }
    writeContentType(token.contentType(), out);
    if (variant != null) {
      out.writeText(variant.name()).writeBytes(DigestText.toBytes(variant.digest()));
      writeContentType(variant.contentType(), out);
      if (explicit) {
        out.writeText(variant.ownKey() == null ? "" : variant.ownKey().value());
      }
    }
    if (token.expiresAt() != null) {
      out.writeVarint(Expiry.minutesOf(token.expiresAt()));
    }
    if (token.attachmentId() != null) {
      out.writeUuid(token.attachmentId());
    }
  }

  static ServeToken read(PayloadReader in) {
    int flags = in.readByte();
    if ((flags & RESERVED) != 0) {
      throw new IllegalArgumentException("a reserved flag is set");
    }
    Visibility visibility = visibilityOf(flags & VISIBILITY);
    boolean explicit = (flags & EXPLICIT_KEYS) != 0;
    return new ServeToken(
        visibility,
        (flags & ATTACHMENT) != 0 ? Disposition.ATTACHMENT : Disposition.INLINE,
        (flags & MUTABLE) != 0,
        in.readText(),
        in.readUuid(),
        explicit ? StorageKey.of(in.readText()) : KeyText.unpack(in.readBytes(KeyText.BYTES)),
        readContentType(in),
        (flags & VARIANT) != 0 ? readVariant(in, explicit) : null,
        (flags & EXPIRY) != 0 ? Expiry.instantOf(in.readVarint()) : null,
        visibility == Visibility.GUARDED ? in.readUuid() : null);
  }

  private static VariantLink readVariant(PayloadReader in, boolean explicit) {
    return new VariantLink(
        in.readText(),
        DigestText.of(in.readBytes(DigestText.BYTES)),
        readContentType(in),
        explicit ? readOwnKey(in) : null);
  }

  private static @Nullable StorageKey readOwnKey(PayloadReader in) {
    String key = in.readText();
    return key.isEmpty() ? null : StorageKey.of(key);
  }

  static void writeContentType(String contentType, PayloadWriter out) {
    int number = ContentTypes.numberOf(contentType);
    out.writeVarint(number);
    if (number == ContentTypes.LITERAL) {
      out.writeText(contentType);
    }
  }

  static String readContentType(PayloadReader in) {
    int number = in.readVarint();
    return number == ContentTypes.LITERAL ? in.readText() : ContentTypes.of(number);
  }

  private static int flagsOf(ServeToken token, boolean explicit) {
    return codeOf(token.visibility())
        | (token.disposition() == Disposition.ATTACHMENT ? ATTACHMENT : 0)
        | (token.variant() != null ? VARIANT : 0)
        | (token.expiresAt() != null ? EXPIRY : 0)
        | (explicit ? EXPLICIT_KEYS : 0)
        | (token.mutable() ? MUTABLE : 0);
  }

  // Not the ordinal: tokens outlive the order of the enum.
  private static int codeOf(Visibility visibility) {
    return switch (visibility) {
      case PUBLIC -> 0;
      case SIGNED -> 1;
      case GUARDED -> 2;
    };
  }

  private static Visibility visibilityOf(int code) {
    return switch (code) {
      case 0 -> Visibility.PUBLIC;
      case 1 -> Visibility.SIGNED;
      case 2 -> Visibility.GUARDED;
      default -> throw new IllegalArgumentException("there is no visibility " + code);
    };
  }
}
