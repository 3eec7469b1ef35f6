package dev.affix.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.Visibility;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenCodecTest {
  private static final String SEGMENT = "photo.jpg";

  private final TokenCodec codec = Samples.codec();

  @Test
  void everyTokenComesBackAsItWas() {
    var random = new Random(20_261_123);
    for (int i = 0; i < 2_000; i++) {
      ServeToken token = randomToken(random);
      String text = codec.sign(token, SEGMENT);
      assertThat(text).matches("[A-Za-z0-9_-]+").hasSizeLessThanOrEqualTo(2_000);
      assertThat(codec.open(text, SEGMENT)).contains(token);
    }
  }

  @Test
  void aUsualTokenIsShort() {
    assertThat(codec.sign(Samples.signedVariant(), SEGMENT)).hasSizeLessThanOrEqualTo(125);
  }

  @Test
  void theLongestTokenFits() {
    var longest =
        new ServeToken(
            Visibility.GUARDED,
            Disposition.ATTACHMENT,
            true,
            "s".repeat(16),
            Samples.BLOB,
            StorageKey.of("k".repeat(512)),
            "a/" + "b".repeat(125),
            new VariantLink(
                "n".repeat(64),
                Samples.DIGEST,
                "c/" + "d".repeat(125),
                StorageKey.of("v".repeat(512))),
            Samples.END,
            Samples.ATTACHMENT);
    String text = codec.sign(longest, SEGMENT);
    assertThat(text).hasSizeBetween(1_900, TokenCodec.MAX_LENGTH);
    assertThat(codec.open(text, SEGMENT)).contains(longest);
  }

  @Test
  void everySingleBitCounts() {
    for (ServeToken token :
        new ServeToken[] {
          Samples.publicPhoto(), Samples.signedDownload(), Samples.guardedAdopted()
        }) {
      byte[] bytes = Base64.getUrlDecoder().decode(codec.sign(token, SEGMENT));
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(codec.open(text(flipped), SEGMENT)).as("bit %d", bit).isEmpty();
      }
    }
  }

  @Test
  void belongsToOneFileNameOnly() {
    String text = codec.sign(Samples.publicPhoto(), SEGMENT);
    assertThat(codec.open(text, "photo.html")).isEmpty();
    assertThat(codec.open(text, "")).isEmpty();
  }

  @Test
  void rotationKeepsOldTokensUntilTheirKeyIsDropped() {
    byte[] newer = new byte[32];
    new Random(5).nextBytes(newer);
    String old = codec.sign(Samples.publicPhoto(), SEGMENT);
    SigningKeys next = SigningKeys.of(newer).withId(2);
    var both = new TokenCodec(next.withAccepted(1, Samples.MASTER));
    String fresh = both.sign(Samples.publicPhoto(), SEGMENT);
    assertThat(both.open(old, SEGMENT)).isPresent();
    assertThat(both.open(fresh, SEGMENT)).isPresent();
    assertThat(new TokenCodec(next).open(old, SEGMENT)).isEmpty();
    assertThat(new TokenCodec(next).open(fresh, SEGMENT)).isPresent();
    assertThat(codec.open(fresh, SEGMENT)).isEmpty();
  }

  /** What only a holder of the key could make, and still no second spelling of a token. */
  @Test
  void evenWellSignedPayloadsHaveOneSpelling() {
    assertThat(codec.open(signed(good()), SEGMENT)).contains(Samples.publicPhoto());
    assertThat(codec.open(signed(concat(good(), new byte[] {0})), SEGMENT)).isEmpty();
    byte[] cut = good();
    assertThat(codec.open(signed(Arrays.copyOf(cut, cut.length - 1)), SEGMENT)).isEmpty();
    assertRefused(p -> p[0] = 0x21);
    assertRefused(p -> p[0] = 0x12);
    assertRefused(p -> p[2] = (byte) 0x80);
    assertRefused(p -> p[2] = 0x03);
    assertRefused(p -> p[2] = 0x02);
    assertRefused(p -> p[2] = 0x01);
    assertRefused(p -> p[3] = 0x7f);
    assertRefused(p -> p[4] = (byte) 0xff);
    assertRefused(p -> Arrays.fill(p, 25, 44, (byte) 0xff));
    assertRefused(p -> p[44] = 0x7e);
    byte[] wide = concat(Arrays.copyOf(good(), 44), new byte[] {(byte) 0x82, 0});
    assertThat(codec.open(signed(wide), SEGMENT)).as("a number with zeros").isEmpty();
    byte[] literal =
        concat(Arrays.copyOf(good(), 44), new PayloadWriter().writeByte(0).writeText("image/jpeg"));
    assertThat(codec.open(signed(literal), SEGMENT)).as("a type of the table").isEmpty();
    byte[] explicit =
        concat(Arrays.copyOf(good(), 25), new PayloadWriter().writeText(Samples.KEY.value()), 2);
    explicit[2] = 0x20;
    assertThat(codec.open(signed(explicit), SEGMENT)).as("a generated key, spelled").isEmpty();
    byte[] traversal =
        concat(Arrays.copyOf(good(), 25), new PayloadWriter().writeText("../../etc/passwd"), 2);
    traversal[2] = 0x20;
    assertThat(codec.open(signed(traversal), SEGMENT)).as("no key").isEmpty();
  }

  @Test
  void aKeyThatIsTheDerivedOneMakesNoOtherToken() {
    var derived =
        new VariantLink(
            "standard", Samples.DIGEST, "image/webp", Samples.KEY.variant(Samples.DIGEST));
    ServeToken plain = Samples.signedVariant();
    var told =
        new ServeToken(
            plain.visibility(),
            plain.disposition(),
            plain.mutable(),
            plain.service(),
            plain.blobId(),
            plain.key(),
            plain.contentType(),
            derived,
            plain.expiresAt(),
            null);
    assertThat(told).isEqualTo(plain);
    assertThat(told.objectKey()).isEqualTo(Samples.KEY.variant(Samples.DIGEST));
    assertThat(Samples.guardedAdopted().objectKey().value()).isEqualTo("icons/7/standard.png");
  }

  @Test
  void refusesToSignWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenOf("seventeen-letters", Visibility.PUBLIC, null))
        .withMessageContaining("\"seventeen-letters\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenOf("local", Visibility.GUARDED, null))
        .withMessageContaining("GUARDED");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenOf("local", Visibility.SIGNED, Samples.ATTACHMENT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VariantLink.of("standard", "3bvqt4eywrxozt7px3dqt5t6ab", "image/webp"))
        .withMessageContaining("26 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VariantLink.of("standard", Samples.DIGEST, "image/webp\r\nX-Y: z"));
  }

  private static ServeToken tokenOf(
      String service, Visibility visibility, @Nullable UUID attachmentId) {
    return new ServeToken(
        visibility,
        Disposition.INLINE,
        false,
        service,
        Samples.BLOB,
        Samples.KEY,
        "image/jpeg",
        null,
        null,
        attachmentId);
  }

  private void assertRefused(Consumer<byte[]> change) {
    byte[] payload = good();
    change.accept(payload);
    assertThat(payload).isNotEqualTo(good());
    assertThat(codec.open(signed(payload), SEGMENT)).isEmpty();
  }

  /** 3 bytes, service (1 + 5), blob id (16), key (19), content type (1). */
  private byte[] good() {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.sign(Samples.publicPhoto(), SEGMENT));
    return Arrays.copyOf(bytes, bytes.length - TokenCodec.MAC_BYTES);
  }

  private static String signed(byte[] payload) {
    byte[] key = SigningKeys.of(Samples.MASTER).subkey(1, "SERVE");
    byte[] input =
        concat(payload, ("\0" + SEGMENT).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] mac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(input);
    return text(concat(payload, Arrays.copyOf(mac, TokenCodec.MAC_BYTES)));
  }

  private static byte[] concat(byte[] head, PayloadWriter tail) {
    return concat(head, tail.toBytes());
  }

  private static byte[] concat(byte[] head, PayloadWriter tail, int last) {
    return concat(head, tail.writeByte(last).toBytes());
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ServeToken randomToken(Random random) {
    Visibility visibility = List.of(Visibility.values()).get(random.nextInt(3));
    StorageKey key =
        random.nextBoolean() ? StorageKey.random() : StorageKey.of("a/ü" + random.nextInt());
    String digest = DigestText.of(bytes(random, DigestText.BYTES));
    String type = random.nextBoolean() ? "image/png" : "x/y" + random.nextInt(1000);
    VariantLink variant =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> VariantLink.of("thumb", digest, type);
          default -> new VariantLink("größer", digest, "image/gif", StorageKey.random());
        };
    return new ServeToken(
        visibility,
        random.nextBoolean() ? Disposition.INLINE : Disposition.ATTACHMENT,
        random.nextBoolean(),
        "svc" + random.nextInt(100),
        new UUID(random.nextLong(), random.nextLong()),
        key,
        type,
        variant,
        visibility == Visibility.SIGNED ? Expiry.instantOf(1 + random.nextInt(1 << 30)) : null,
        visibility == Visibility.GUARDED ? new UUID(random.nextLong(), random.nextLong()) : null);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
