package dev.affix.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotTest {
  private static final UUID BLOB = UUID.fromString("0198C0DE-0000-7000-8000-00000000000A");

  @Test
  void aHasOneHasOneSlotWhateverTheBlob() {
    assertThat(Slot.one("pseud", "icon", "7")).isEqualTo(new Slot("pseud", "icon", "7", "one"));
  }

  @Test
  void aHasManyHasASlotForEachBlob() {
    assertThat(Slot.of("pseud", "pictures", "7", BLOB).slot())
        .isEqualTo("0198c0de-0000-7000-8000-00000000000a")
        .hasSize(36);
  }

  @Test
  void noBlobTakesTheSlotOfAHasOne() {
    assertThat(Slot.of("pseud", "icon", "7", BLOB)).isNotEqualTo(Slot.one("pseud", "icon", "7"));
  }
}
