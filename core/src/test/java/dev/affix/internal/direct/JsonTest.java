package dev.affix.internal.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String CLIENT =
      "{\"blob\":{\"filename\":\"a.png\",\"content_type\":\"image/png\",\"byte_size\":12,"
          + "\"checksum\":\"1B2M2Y8AsgTpgAmY7PhCfg==\"}}";

  @Test
  void whatTheClientSendsIsRead() {
    assertThat(Json.of(CLIENT).spelled()).isEqualTo(CLIENT);
  }

  @Test
  void everyKindOfValueIsRead() {
    Json json = Json.of(" {\"a\" : [1, -0.5e+3, true, false, null, \"\\u00fc\\n\\/\", {}, []]} ");
    assertThat(json.spelled())
        .isEqualTo("{\"a\":[1,-0.5e+3,true,false,null,\"\\u00fc\\u000a/\",{},[]]}");
  }

  @Test
  void textIsSpelledSoThatNoPageRunsIt() {
    assertThat(Json.members().with("a", "</script>&\"\\").spelled())
        .isEqualTo("{\"a\":\"\\u003c/script\\u003e\\u0026\\u0022\\u005c\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "[1 2]",
        "[1}",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "0x10",
        "NaN",
        "tru",
        "nulL",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\t\"",
        "1 1",
        "{} x",
        "\ufeff{}",
        "\u00a0{}",
        "// a\n{}",
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.of(text))
        .withMessageContaining("not JSON at character");
  }

  @Test
  void deepNestingEndsBeforeTheStackDoes() {
    assertThat(Json.of("[".repeat(8) + "]".repeat(8))).isInstanceOf(Json.Items.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.of("[".repeat(100_000)))
        .withMessageContaining("deeper");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.of("{\"a\":".repeat(100_000)))
        .withMessageContaining("deeper");
  }

  @Test
  void longNumbersAndStringsTakeNoLongerThanTheirLength() {
    assertThat(Json.of("9".repeat(16_000))).isInstanceOf(Json.Numeral.class);
    assertThat(Json.of("\"" + "a".repeat(16_000) + "\"")).isInstanceOf(Json.Text.class);
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of("1".repeat(16_000) + "x"));
  }

  /** Whatever is read can be spelled and read again; whatever is not is refused in one way. */
  @Test
  void mutatedTextsAreReadOrRefused() {
    var random = new Random(20_261_124);
    String alphabet = "{}[]\",:\\ue0123456789-+.tfn \u00fc\ud83d\ude00\u0000";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(CLIENT);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      read += readsOrRefuses(text.toString()) ? 1 : 0;
    }
    assertThat(read).isBetween(100, 19_900);
  }

  @Test
  void randomValuesComeBack() {
    var random = new Random(20_261_125);
    for (int i = 0; i < 2_000; i++) {
      Json json = randomValue(random, 0);
      assertThat(Json.of(json.spelled())).isEqualTo(json);
    }
  }

  private static boolean readsOrRefuses(String text) {
    Json json;
    try {
      json = Json.of(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not JSON at character");
      return false;
    }
    assertThat(Json.of(json.spelled())).isEqualTo(json);
    return true;
  }

  private static Json randomValue(Random random, int depth) {
    return switch (random.nextInt(depth < 6 ? 6 : 4)) {
      case 0 -> new Json.Text(randomText(random));
      case 1 -> new Json.Numeral(Integer.toString(random.nextInt()));
      case 2 -> new Json.Flag(random.nextBoolean());
      case 3 -> new Json.Nothing();
      case 4 -> {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(randomValue(random, depth + 1));
        }
        yield new Json.Items(items);
      }
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(randomText(random), randomValue(random, depth + 1));
        }
        yield new Json.Members(members);
      }
    };
  }

  private static String randomText(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int c = random.nextInt(0x11_0000);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? '?' : c);
    }
    return text.toString();
  }
}
