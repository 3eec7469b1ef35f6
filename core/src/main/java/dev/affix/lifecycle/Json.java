package dev.affix.lifecycle;

import java.util.Locale;

/** Writes JSON (RFC 8259) in the order of calls; the one place that escapes. */
final class Json {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  Json open() {
    next().append('{');
    first = true;
    return this;
  }

  Json open(String name) {
    name(name).append('{');
    first = true;
    return this;
  }

  Json close() {
    text.append('}');
    first = false;
    return this;
  }

  Json openList(String name) {
    name(name).append('[');
    first = true;
    return this;
  }

  Json closeList() {
    text.append(']');
    first = false;
    return this;
  }

  Json field(String name, String value) {
    quote(name(name), value);
    return this;
  }

  Json field(String name, long value) {
    name(name).append(value);
    return this;
  }

  Json field(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  Json value(String value) {
    quote(next(), value);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private StringBuilder name(String name) {
    return quote(next(), name).append(':');
  }

  private StringBuilder next() {
    if (!first) {
      text.append(',');
    }
    first = false;
    return text;
  }

  /** Only ASCII comes out, so that no reader can take its encoding for another. */
  private static StringBuilder quote(StringBuilder to, String value) {
    to.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> to.append('\\').append(c);
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        default -> {
          if (c < 0x20 || c > 0x7e) {
            to.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            to.append(c);
          }
        }
      }
    }
    return to.append('"');
  }
}
