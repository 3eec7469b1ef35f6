package dev.affix.internal.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.affix.UploadRejectedException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilenamesTest {
  private static final String SMILE = "\uD83D\uDE00";

  static Stream<String> names() {
    return Stream.of(
        "a.png",
        ".htaccess",
        "...",
        "..a",
        "my holiday (1).JPG",
        "q\"uo;te'.txt",
        "50%.txt",
        "a%2f..%2fb",
        "größe.txt",
        "日本語.png",
        "שלום.txt",
        "family \uD83D\uDC68\u200D\uD83D\uDC69.png",
        "CON",
        "x".repeat(255),
        SMILE.repeat(255));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPlainNameStaysAsItIs(String name) {
    assertThat(Filenames.checked(name)).isEqualTo(name);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("", "is no name"),
        arguments(" \t", "is no name"),
        arguments(".", "is no name"),
        arguments("..", "is no name"),
        arguments("x".repeat(256), "has 256 characters, more than 255"),
        arguments("../a.png", "is a path"),
        arguments("/etc/passwd", "is a path"),
        arguments("a/", "is a path"),
        arguments("..\\a.png", "is a path"),
        arguments("C:\\a.png", "is a path"),
        arguments("a\0.png", "control character U+0000"),
        arguments("a\r\nSet-Cookie: b", "control character U+000D"),
        arguments("a\u007f", "control character U+007F"),
        arguments("a\u0085", "control character U+0085"),
        arguments("gpj.\u202eexe", "direction override U+202E"),
        arguments("a\u2066b", "direction override U+2066"),
        arguments("a\u200fb", "direction override U+200F"),
        arguments("a\uD83D.png", "is not valid Unicode"),
        arguments("a\uDE00.png", "is not valid Unicode"));
  }

  @ParameterizedTest
  @MethodSource
  void faults(String name, String fault) {
    assertThatThrownBy(() -> Filenames.checked(name))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining("upload.withFilename(..)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nWARN forged", "a\u001b[31m", "gpj.\u202eexe", "a\0b"})
  void messagesShowNothingThatALogWouldObey(String name) {
    assertThatThrownBy(() -> Filenames.checked(name))
        .message()
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 10_000, 1_000_000})
  void messagesAreShortHoweverLongTheName(int length) {
    assertThatThrownBy(() -> Filenames.checked("x".repeat(length)))
        .message()
        .hasSizeLessThan(200)
        .contains("has " + length + " characters");
  }
}
