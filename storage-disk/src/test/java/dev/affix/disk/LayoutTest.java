package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

  @ParameterizedTest
  @CsvSource({
    "abcdef, ab/cd/abcdef",
    "abcde, ab/cd/abcde",
    "abcdef-0123, ab/cd/abcdef-0123",
    "abcd, abcd",
    "a, a",
    "abc, abc",
    "icons/1/original.png, icons/1/original.png",
    "ab/cd/other, ab/cd/other",
    "ab/cd/abx, ab/cd/abx",
    "ab/cd/abcdef/x, ab/cd/abcdef/x",
    "éèüöä, éè/üö/éèüöä",
    "a😀b😀c, a😀/b😀/a😀b😀c",
    ".hidden, .h/id/.hidden",
  })
  void keyHasItsPlace(String key, String path) {
    assertThat(Layout.pathOf(StorageKey.of(key))).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..abcdef", "ab..cdef", "....x", "...abc..", "..", "./x/../y"})
  void shardsNeverLeadUpwards(String text) {
    try {
      String path = Layout.pathOf(StorageKey.of(text));
      assertThat(path.split("/")).doesNotContain("..");
    } catch (InvalidStorageKeyException refused) {
      assertThat(text).matches("\\.\\.|\\./.*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab/cd/abcdef", "ab/cd/abcd", "éè/üö/éèüöä"})
  void pathOfAnotherKeysFileIsRefused(String text) {
    assertThatThrownBy(() -> Layout.pathOf(StorageKey.of(text)))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("another key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "ab/cd", "😀😀"})
  void pathOfAShardFolderIsRefused(String text) {
    assertThatThrownBy(() -> Layout.pathOf(StorageKey.of(text)))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {".affix", ".affix/tmp/x", ".affixed/x", ".AFFIX/tmp/x", ".affix-abcdef"})
  void reservedNamesAreRefused(String text) {
    assertThatThrownBy(() -> Layout.pathOf(StorageKey.of(text)))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("reserved");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void segmentTooLongForAFileNameIsRefused(int length) {
    assertThatThrownBy(() -> Layout.pathOf(StorageKey.of("k".repeat(length))))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("255");
  }
}
