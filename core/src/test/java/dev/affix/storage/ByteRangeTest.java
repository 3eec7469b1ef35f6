package dev.affix.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  @ParameterizedTest(name = "{0} to {1} of {2} bytes")
  @CsvSource({
    "0, 0, 10, true, 1",
    "0, 9, 10, true, 10",
    "3, 5, 10, true, 3",
    "9, 9, 10, true, 1",
    "9, 99, 10, true, 1",
    "10, 10, 10, false, 0",
    "10, 99, 10, false, 0",
    "0, 0, 0, false, 0",
    "0, 9223372036854775807, 9223372036854775807, true, 9223372036854775807",
    "9223372036854775806, 9223372036854775807, 9223372036854775807, true, 1",
  })
  void bothEndsAreIncludedAndTheLastIsCut(
      long first, long last, long size, boolean satisfiable, long length) {
    ByteRange range = ByteRange.of(first, last);
    assertThat(range.isSatisfiableBy(size)).isEqualTo(satisfiable);
    assertThat(range.lengthWithin(size)).isEqualTo(length);
  }

  @ParameterizedTest(name = "from {0} of {1} bytes")
  @CsvSource({
    "0, 10, true, 10",
    "9, 10, true, 1",
    "10, 10, false, 0",
    "11, 10, false, 0",
    "0, 0, true, 0",
    "1, 0, false, 0",
  })
  void withoutALastByteItGoesToTheEnd(long first, long size, boolean satisfiable, long length) {
    ByteRange range = ByteRange.from(first);
    assertThat(range.isSatisfiableBy(size)).isEqualTo(satisfiable);
    assertThat(range.lengthWithin(size)).isEqualTo(length);
  }

  @Test
  void allIsTheWholeObjectAlsoAnEmptyOne() {
    assertThat(ByteRange.ALL).isEqualTo(ByteRange.from(0));
    assertThat(ByteRange.ALL.isSatisfiableBy(0)).isTrue();
  }

  @Test
  void aRangeIsNeitherNegativeNorBackwards() {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.from(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteRange.of(5, 4))
        .withMessageContaining("5 to");
  }
}
