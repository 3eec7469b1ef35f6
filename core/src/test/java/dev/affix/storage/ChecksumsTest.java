package dev.affix.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {
  private static final String A = "a".repeat(32);
  private static final String B = "b".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A1", "0x", "ｆ"})
  void onlyLowerCaseHexadecimalOfTheRightLengthIsAccepted(String end) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checksums("0".repeat(31) + "Z" + end, null, null))
        .withMessageStartingWith("md5 must be 32 lower-case hexadecimal digits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checksums(null, "0".repeat(62) + end + "\n", null))
        .withMessageStartingWith("sha256 must be 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checksums(null, null, "ABCDEF01" + end))
        .withMessageStartingWith("crc32c must be 8");
  }

  @ParameterizedTest
  @CsvSource({
    // this md5, sha256, crc32c; other md5, sha256, crc32c; what differs
    "a,a,a, a,a,a, ",
    "a,a,a, a,a,b, crc32c",
    "a,a,a, b,a,b, md5",
    "a,a,a, b,b,b, sha256",
    "a, , ,  ,a,a, ",
    "a, , , b,a,a, md5",
    " , , ,  , , , ",
  })
  void theStrongestThatBothKnowDecidesFirst(
      @Nullable String md5,
      @Nullable String sha256,
      @Nullable String crc32c,
      @Nullable String otherMd5,
      @Nullable String otherSha256,
      @Nullable String otherCrc32c,
      @Nullable String difference) {
    Checksums one = checksums(md5, sha256, crc32c);
    Checksums other = checksums(otherMd5, otherSha256, otherCrc32c);
    assertThat(one.firstDifference(other).orElse(null)).isEqualTo(difference);
    assertThat(other.firstDifference(one)).isEqualTo(one.firstDifference(other));
  }

  @Test
  void nothingKnownDiffersFromNothing() {
    assertThat(Checksums.NONE.firstDifference(new Checksums(A, null, null))).isEmpty();
    assertThat(new Checksums(B, null, null).firstDifference(new Checksums(A, null, null)))
        .contains("md5");
  }

  private static Checksums checksums(
      @Nullable String md5, @Nullable String sha256, @Nullable String crc32c) {
    return new Checksums(
        md5 == null ? null : md5.repeat(32),
        sha256 == null ? null : sha256.repeat(64),
        crc32c == null ? null : crc32c.repeat(8));
  }
}
