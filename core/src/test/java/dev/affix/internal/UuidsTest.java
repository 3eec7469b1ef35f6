package dev.affix.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The layout is section 5.7 of RFC 9562. */
class UuidsTest {

  @Test
  void haveVersion7AndTheVariantOfTheRfc() {
    for (int i = 0; i < 10_000; i++) {
      UUID id = Uuids.next();
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.toString())
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }
  }

  @Test
  void beginWithTheMillisecondsOfTheirBirth() {
    for (int i = 0; i < 1_000; i++) {
      long before = System.currentTimeMillis();
      UUID id = Uuids.next();
      long after = System.currentTimeMillis();
      assertThat(millis(id)).isBetween(before, after);
    }
  }

  @Test
  void sortByMillisecondAsTextAndAsBytes() {
    UUID earlier = Uuids.next();
    UUID later = Uuids.next();
    while (millis(later) == millis(earlier)) {
      later = Uuids.next();
    }
    assertThat(later.toString()).isGreaterThan(earlier.toString());
    assertThat(
            Long.compareUnsigned(later.getMostSignificantBits(), earlier.getMostSignificantBits()))
        .isPositive();
  }

  @Test
  void areNeverMadeTwiceAndUseEveryRandomBit() {
    Set<UUID> seen = new HashSet<>();
    long lowOnes = 0;
    long lowZeros = 0;
    long highOnes = 0;
    long highZeros = 0;
    for (int i = 0; i < 100_000; i++) {
      UUID id = Uuids.next();
      assertThat(seen.add(id)).isTrue();
      lowOnes |= id.getLeastSignificantBits();
      lowZeros |= ~id.getLeastSignificantBits();
      highOnes |= id.getMostSignificantBits();
      highZeros |= ~id.getMostSignificantBits();
    }
    assertThat(lowOnes & lowZeros).isEqualTo(0x3fff_ffff_ffff_ffffL);
    assertThat(highOnes & highZeros & 0xffff).isEqualTo(0x0fff);
  }

  private static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }
}
