package dev.affix.internal.direct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text of JSON as values, and back. Strict as RFC 8259 has it, and for short texts only. */
sealed interface Json {
  record Text(String value) implements Json {}

  /** As it was spelled, since no type of Java holds them all. */
  record Numeral(String spelling) implements Json {}

  record Flag(boolean value) implements Json {}

  record Nothing() implements Json {}

  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** In the order of the text. */
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The same with one more. */
    Members with(String name, Json value) {
      var more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Members(more);
    }

    Members with(String name, String value) {
      return with(name, new Text(value));
    }
  }

  /** Members to add to. */
  static Members members() {
    return new Members(Map.of());
  }

  /**
   * Reads one value and nothing after it.
   *
   * @throws IllegalArgumentException if the text is not JSON, nests too deep, or names a member
   *     twice; it says where
   */
  static Json of(String text) {
    return new JsonReader(text).read();
  }

  /** One line of ASCII. */
  default String spelled() {
    return switch (this) {
      case Text(String value) -> quoted(value);
      case Numeral(String spelling) -> spelling;
      case Flag(boolean value) -> Boolean.toString(value);
      case Nothing nothing -> "null";
      case Items(List<Json> values) -> {
        List<String> parts = new ArrayList<>();
        values.forEach(value -> parts.add(value.spelled()));
        yield "[" + String.join(",", parts) + "]";
      }
      case Members(Map<String, Json> values) -> {
        List<String> parts = new ArrayList<>();
        values.forEach((name, value) -> parts.add(quoted(name) + ":" + value.spelled()));
        yield "{" + String.join(",", parts) + "}";
      }
    };
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Beyond what JSON asks for: an answer that is shown as a page by mistake is still harmless.
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
