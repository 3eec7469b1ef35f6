package dev.affix.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.serving.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UploadTokensTest {
  private static final Target TARGET = new Target("pseud", "icon", Principal.of("user 7"));
  private static final PolicyToken POLICY =
      new PolicyToken(
          TARGET,
          "local",
          OptionalLong.of(512_000),
          List.of("image/png", "image/*", "image/gif"),
          Samples.END);
  private static final PutToken PUT = new PutToken(Samples.BLOB, Samples.END);
  private static final StagedToken STAGED = new StagedToken(TARGET, Samples.BLOB, Samples.END);

  private final TokenCodec codec = Samples.codec();

  static Stream<Token> tokens() {
    return Stream.of(
        POLICY,
        new PolicyToken(
            new Target("Größe", "ü", Principal.of("x")),
            "s",
            OptionalLong.empty(),
            List.of(),
            Samples.END),
        PUT,
        STAGED);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void everyTokenComesBackAsItWas(Token token) {
    String text = codec.sign(token, "");
    assertThat(text).matches("[A-Za-z0-9_-]{40,200}");
    assertThat(codec.open(text, "")).contains(token);
    assertThat(codec.open(text, "x")).isEmpty();
    assertThat(codec.open(text + "=", "")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void everySingleBitCounts(Token token) {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.sign(token, ""));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(codec.open(text(flipped), "")).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void aTokenForOnePurposeIsNothingToAnother() {
    byte[] put = Base64.getUrlDecoder().decode(codec.sign(PUT, ""));
    for (Purpose purpose : Purpose.values()) {
      if (purpose != Purpose.DISK_PUT) {
        byte[] other = put.clone();
        other[0] = (byte) (1 << 4 | purpose.code());
        assertThat(codec.open(text(other), "")).as(purpose.name()).isEmpty();
      }
    }
  }

  /** What only a holder of the key could make, and still no second spelling of a token. */
  @Test
  void evenWellSignedPayloadsHaveOneSpelling() {
    byte[] good = payload(POLICY);
    assertThat(codec.open(signed(good, Purpose.POLICY), "")).contains(POLICY);
    for (int cut = 1; cut < good.length - 2; cut++) {
      byte[] shorter = Arrays.copyOf(good, good.length - cut);
      assertThat(codec.open(signed(shorter, Purpose.POLICY), "")).as("cut by %d", cut).isEmpty();
    }
    assertThat(codec.open(signed(Arrays.copyOf(good, good.length + 1), Purpose.POLICY), ""))
        .isEmpty();
    int flags = 2 + 6 + 5 + 16 + 6;
    byte[] reserved = good.clone();
    assertThat(reserved[flags]).isEqualTo((byte) 1);
    reserved[flags] = 3;
    assertThat(codec.open(signed(reserved, Purpose.POLICY), "")).isEmpty();
    byte[] negative = good.clone();
    negative[flags + 1] = (byte) 0x80;
    assertThat(codec.open(signed(negative, Purpose.POLICY), "")).isEmpty();
    byte[] unsorted = good.clone();
    // image/* as a literal is first, then the numbers of image/gif and image/png.
    unsorted[good.length - 6] = good[good.length - 5];
    unsorted[good.length - 5] = good[good.length - 6];
    assertThat(unsorted).isNotEqualTo(good);
    assertThat(codec.open(signed(unsorted, Purpose.POLICY), "")).isEmpty();
  }

  @Test
  void theirBytesArePinned() {
    assertThat(codec.sign(PUT, "")).isEqualTo("EgEBko8-fAB6vI3vASNFZ4mr4acl4p3D4ZkkhczbH6CpmVx1Cg");
  }

  @Test
  void anEndIsTheNextWholeMinute() {
    Instant now = Instant.parse("2026-03-01T12:00:01Z");
    assertThat(PolicyToken.endOf(now, Duration.ofMinutes(5)))
        .isEqualTo(Instant.parse("2026-03-01T12:06:00Z"));
    assertThat(PUT.isExpiredAt(Samples.END.minusNanos(1))).isFalse();
    assertThat(PUT.isExpiredAt(Samples.END)).isTrue();
    assertThat(STAGED.isExpiredAt(Samples.END)).isTrue();
    assertThat(POLICY.isExpiredAt(Samples.END)).isTrue();
  }

  @Test
  void principalsAreMarksOfOneLength() {
    assertThat(Principal.of("a").mark()).hasSize(26).isNotEqualTo(Principal.of("b").mark());
    assertThat(Principal.of("x".repeat(10_000)).mark()).hasSize(26);
    assertThatIllegalArgumentException().isThrownBy(() -> Principal.of(" "));
  }

  private byte[] payload(Token token) {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.sign(token, ""));
    return Arrays.copyOf(bytes, bytes.length - TokenCodec.MAC_BYTES);
  }

  private static String signed(byte[] payload, Purpose purpose) {
    byte[] key = SigningKeys.of(Samples.MASTER).subkey(1, purpose.name());
    byte[] input = Arrays.copyOf(payload, payload.length + 1);
    byte[] mac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(input);
    byte[] both = Arrays.copyOf(payload, payload.length + TokenCodec.MAC_BYTES);
    System.arraycopy(mac, 0, both, payload.length, TokenCodec.MAC_BYTES);
    return text(both);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
