package dev.affix.internal.direct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one text; used once. The caller bounds the text's length. */
final class JsonReader {
  private static final int MAX_DEPTH = 8;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Json read() {
    Json value = value();
    skipSpace();
    if (at < text.length()) {
      throw fault("nothing more was expected");
    }
    return value;
  }

  private Json value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> nested(this::members);
      case '[' -> nested(this::items);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json nested(java.util.function.Supplier<Json> inner) {
    if (++depth > MAX_DEPTH) {
      throw fault("this nests deeper than " + MAX_DEPTH);
    }
    Json value = inner.get();
    depth--;
    return value;
  }

  private Json members() {
    Map<String, Json> members = new LinkedHashMap<>();
    expect('{');
    skipSpace();
    if (peek() == '}') {
      at++;
      return new Json.Members(members);
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.putIfAbsent(name, value()) != null) {
        throw fault("a member has the name of another");
      }
      skipSpace();
    } while (more('}'));
    return new Json.Members(members);
  }

  private Json items() {
    List<Json> items = new ArrayList<>();
    expect('[');
    skipSpace();
    if (peek() == ']') {
      at++;
      return new Json.Items(items);
    }
    do {
      items.add(value());
      skipSpace();
    } while (more(']'));
    return new Json.Items(items);
  }

  /** Takes the comma or the end. */
  private boolean more(char end) {
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private String string() {
    expect('"');
    var value = new StringBuilder();
    while (peek() != '"') {
      char c = next();
      if (c < 0x20) {
        throw fault("a control character must be escaped");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    String whole = value.toString();
    if (whole.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
      throw fault("half a character is in a string");
    }
    return whole;
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw fault("there is no such escape");
    };
  }

  private int hex() {
    char c = next();
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw fault("four hexadecimal digits were expected");
    }
    return digit;
  }

  private Json number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw fault("a value was expected");
    }
    at = matcher.end();
    return new Json.Numeral(matcher.group());
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw fault("a value was expected");
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw fault("'" + c + "' was expected");
    }
    at++;
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw fault("the text ends too early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("not JSON at character " + at + ": " + what);
  }
}
