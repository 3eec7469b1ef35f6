package dev.affix.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentTest {

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, photo.jpg",
    "a b.png, a%20b.png",
    "Übersicht.pdf, %C3%9Cbersicht.pdf",
    "x~_-.y, x~_-.y",
    "a+b&c=d.txt, a%2Bb%26c%3Dd.txt",
    "(1)!*'.txt, %281%29%21%2A%27.txt",
    "'', file",
    "., file",
    ".., file",
    "..., ...",
    "../../etc/passwd, ..-..-etc-passwd",
    "a\\b%c;d, a-b-c-d"
  })
  void spellsNamesInOneWay(String name, String segment) {
    assertThat(PathSegment.of(name)).isEqualTo(segment);
  }

  @Test
  void leavesNothingThatMisleads() {
    assertThat(PathSegment.of("a\r\nb\0c\u007f")).isEqualTo("a--b-c-");
    assertThat(PathSegment.of("photo\u202egpj.exe")).isEqualTo("photo-gpj.exe");
    assertThat(PathSegment.of("a\ud800b\udc00")).isEqualTo("a-b-");
    assertThat(PathSegment.of("👩\u200d👧.png")).isEqualTo("%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7.png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "a%2Fb",
        "a%2fb",
        "%7E",
        "%70hoto.jpg",
        "%c3%9Cb",
        "a b",
        "a+b",
        "ü",
        "%",
        "%2",
        "%GG",
        "a;b",
        "a?b",
        "a%00",
        "%C3",
        "%FF",
        "%ED%A0%80",
        "%C0%AF",
        "%u0041",
        "%E2%80%AE",
        "a#b",
        "%25"
      })
  void refusesEveryOtherSpelling(String segment) {
    assertThat(PathSegment.nameIn(segment)).isEmpty();
  }

  @Test
  void everyNameComesBackAsItIsShown() {
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      var name = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        name.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x180 : 0x20000));
      }
      String segment = PathSegment.of(name.toString());
      assertThat(segment).isNotEmpty().matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+");
      String shown = PathSegment.nameIn(segment).orElseThrow();
      assertThat(PathSegment.of(shown)).isEqualTo(segment);
      assertThat(URI.create("/t/" + segment).normalize().getPath()).isEqualTo("/t/" + shown);
    }
  }
}
