package dev.affix.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.Random;
import org.apache.commons.codec.binary.Hex;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final byte[] MASTER = random(32, 1);
  private static final byte[] OTHER = random(40, 2);

  @Test
  void derivesAKeyForEachPurpose() {
    byte[] ascending = new byte[32];
    for (int i = 0; i < 32; i++) {
      ascending[i] = (byte) i;
    }
    SigningKeys keys = SigningKeys.of(ascending);
    assertThat(Hex.encodeHexString(keys.subkey(1, "SERVE")))
        .isEqualTo("1eb6c34a9a5259dace8cf35045bc26399e29f4e55b6832e866e47a7baa9be199");
    assertThat(keys.subkey(1, "DISK_PUT")).isNotEqualTo(keys.subkey(1, "SERVE"));
  }

  @Test
  void readsBase64InBothAlphabetsWithAndWithoutPaddingAndLineEnd() {
    byte[] expected = SigningKeys.of(MASTER).subkey(1, "SERVE");
    String plain = Base64.getEncoder().encodeToString(MASTER);
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(MASTER);
    assertThat(SigningKeys.of(plain + "\n").subkey(1, "SERVE")).isEqualTo(expected);
    assertThat(SigningKeys.of(url).subkey(1, "SERVE")).isEqualTo(expected);
  }

  @Test
  void copiesTheKeyItIsGiven() {
    byte[] mine = MASTER.clone();
    SigningKeys keys = SigningKeys.of(mine);
    byte[] before = keys.subkey(1, "SERVE");
    mine[0]++;
    assertThat(keys.subkey(1, "SERVE")).isEqualTo(before);
  }

  @Test
  void rotationNumbersTheKeys() {
    SigningKeys rotated = SigningKeys.of(OTHER).withId(2).withAccepted(1, MASTER);
    assertThat(rotated.currentId()).isEqualTo(2);
    assertThat(rotated.ids()).containsExactlyInAnyOrder(1, 2);
    assertThat(rotated.subkey(1, "SERVE")).isEqualTo(SigningKeys.of(MASTER).subkey(1, "SERVE"));
    assertThat(rotated.subkey(2, "SERVE")).isEqualTo(SigningKeys.of(OTHER).subkey(1, "SERVE"));
  }

  @Test
  void refusesShortRepeatedAndUnreadableKeysAndNumbersTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKeys.of(random(31, 3)))
        .withMessageContaining("at least 32 random bytes, but had 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKeys.of(new byte[32]))
        .withMessageContaining("one byte repeated");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKeys.of("correct horse battery staple!"))
        .withMessageContaining("must be Base64")
        .withMessageNotContaining("horse")
        .withNoCause();
    SigningKeys keys = SigningKeys.of(MASTER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.withAccepted(1, OTHER))
        .withMessageContaining("id 1 is taken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.withAccepted(256, OTHER))
        .withMessageContaining("0 to 255, but was 256");
    assertThatIllegalArgumentException().isThrownBy(() -> keys.subkey(7, "SERVE"));
  }

  @Test
  void neverShowsAKey() {
    SigningKeys keys = SigningKeys.of(MASTER).withAccepted(9, OTHER);
    assertThat(keys).hasToString("SigningKeys[signs with 1, accepts [1, 9]]");
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
