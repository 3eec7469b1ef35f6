package dev.affix.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageKeyTest {
  private static final String SMILE = "\uD83D\uDE00";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b/c",
        "...",
        "a..b",
        "..a",
        ".hidden",
        "a b",
        "größe",
        SMILE,
        "%2e%2e/x",
        "C:x",
        "~"
      })
  void keysAreKept(String text) {
    assertThat(StorageKey.of(text).value()).isEqualTo(text);
    assertThat(StorageKey.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "a/.",
        "./a",
        "a\\b",
        "\\",
        "a\0",
        "a\nb",
        "a\u001fb",
        "a\u007f",
        "\uD83D",
        "a\uDE00",
        "\uDE00\uD83D"
      })
  void whatCouldLeaveAFolderOrHasNoBytesIsRefused(String text) {
    assertThatThrownBy(() -> StorageKey.of(text)).isInstanceOf(InvalidStorageKeyException.class);
  }

  @Test
  void aKeyHasAtMost512BytesNotCharacters() {
    assertThat(StorageKey.of("x".repeat(512)).value()).hasSize(512);
    assertThat(StorageKey.of(SMILE.repeat(128)).value().getBytes(UTF_8)).hasSize(512);
    assertThatThrownBy(() -> StorageKey.of("x".repeat(513)))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("is longer than 512 bytes");
    assertThatThrownBy(() -> StorageKey.of(SMILE.repeat(128) + "x"))
        .isInstanceOf(InvalidStorageKeyException.class);
  }

  /** Made of what path attacks are made of; a fixed seed, so that a failure comes again. */
  @Test
  void noKeyLeavesTheFolderItIsResolvedIn() {
    String[] parts = {
      ".", "..", "/", "//", "\\", "a", "b", " ", "\0", "\n", "%2e", "%2f", "~", "C:", "\u2024",
      "\u2215", "\uFF0E", "\uFF0F", "\uD83D", SMILE, "\u202e", "-", "\u00ad"
    };
    Path root = Path.of("/srv/files");
    Random random = new Random(4);
    int keys = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int part = random.nextInt(7); part >= 0; part--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      StorageKey key;
      try {
        key = StorageKey.of(text.toString());
      } catch (InvalidStorageKeyException e) {
        continue;
      }
      keys++;
      Path path = root.resolve(key.value());
      assertThat(path).as(key.value()).isEqualTo(path.normalize());
      assertThat(path.startsWith(root) && !path.equals(root)).as(key.value()).isTrue();
      assertThat(new String(key.value().getBytes(UTF_8), UTF_8)).isEqualTo(key.value());
    }
    assertThat(keys).isGreaterThan(20_000);
  }

  @Test
  void keysSortByTheirBytesWhichStringsDoNot() {
    StorageKey last = StorageKey.of(SMILE);
    StorageKey halfWidth = StorageKey.of("\uFF71");
    assertThat(last.value()).isLessThan(halfWidth.value());
    assertThat(last).isGreaterThan(halfWidth);
    assertThat(StorageKey.of("a")).isLessThan(StorageKey.of("aa"));
    assertThat(StorageKey.of("Z")).isLessThan(StorageKey.of("a"));
    assertThat(StorageKey.of("z")).isLessThan(StorageKey.of("ä"));
  }

  @Test
  void theOrderIsThatOfUnsignedBytes() {
    Random random = new Random(5);
    List<StorageKey> keys =
        random
            .ints(2_000, 0x20, 0x20000)
            .filter(c -> Character.isDefined(c) && (c < 0xd800 || c > 0xdfff))
            .mapToObj(Character::toString)
            .filter(text -> !text.equals("/") && !text.equals(".") && !text.equals("\\"))
            .filter(text -> !text.equals("\u007f"))
            .map(StorageKey::of)
            .toList();
    assertThat(keys.stream().sorted())
        .isSortedAccordingTo(
            (a, b) -> Arrays.compareUnsigned(a.value().getBytes(UTF_8), b.value().getBytes(UTF_8)));
    assertThat(keys).hasSizeGreaterThan(1_000);
  }

  @Test
  void generatedKeysAre28CharactersOfBase36AndNeverTheSame() {
    Set<StorageKey> seen = new HashSet<>();
    Set<Integer> characters = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      StorageKey key = StorageKey.random();
      assertThat(key.value()).matches("[0-9a-z]{28}");
      assertThat(key.isGenerated()).isTrue();
      assertThat(seen.add(key)).isTrue();
      key.value().chars().forEach(characters::add);
    }
    assertThat(characters).hasSize(36);
  }

  @Test
  void otherKeysAreNotTakenForGenerated() {
    String generated = StorageKey.random().value();
    assertThat(StorageKey.of(generated + "0").isGenerated()).isFalse();
    assertThat(StorageKey.of(generated.substring(1)).isGenerated()).isFalse();
    assertThat(StorageKey.of("A" + generated.substring(1)).isGenerated()).isFalse();
    assertThat(StorageKey.of(generated).variant("abc").isGenerated()).isFalse();
  }

  @Test
  void aVariantsKeyIsTheBlobsAndTheDigest() {
    assertThat(StorageKey.of("icons/7").variant("abc")).isEqualTo(StorageKey.of("icons/7-abc"));
  }
}
