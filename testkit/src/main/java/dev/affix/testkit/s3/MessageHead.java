package dev.affix.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first line and the headers of an HTTP/1.1 message, as they came. */
record MessageHead(String start, List<String> lines) {
  private static final int MOST = 64 * 1024;

  MessageHead {
    lines = List.copyOf(lines);
  }

  /** Empty if the sender has ended the connection instead. */
  static Optional<MessageHead> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String start = (char) first + line(in);
    List<String> lines = new ArrayList<>();
    int size = start.length();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
      size += line.length();
      if (size > MOST) {
        throw new IOException("headers of more than " + MOST + " bytes");
      }
    }
    return Optional.of(new MessageHead(start, lines));
  }

  /** Up to the end of the line, without it. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the message ends within its headers");
      }
      if (line.size() > MOST) {
        throw new IOException("a line of more than " + MOST + " bytes");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Part of the first line: method, target and version, or version, status and reason. */
  String word(int index) {
    String[] words = start.split(" ", 3);
    return index < words.length ? words[index] : "";
  }

  int status() {
    return Integer.parseInt(word(1));
  }

  Optional<String> header(String name) {
    return lines.stream()
        .filter(line -> nameIn(line).equals(lower(name)))
        .map(MessageHead::valueIn)
        .findFirst();
  }

  boolean says(String name, String word) {
    return header(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(part -> part.strip().equalsIgnoreCase(word));
  }

  MessageHead with(String name, String value) {
    List<String> changed = new ArrayList<>(lines);
    changed.removeIf(line -> nameIn(line).equals(lower(name)));
    changed.add(name + ": " + value);
    return new MessageHead(start, changed);
  }

  byte[] bytes() {
    String rest = lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
    return (start + "\r\n" + rest + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  static String nameIn(String line) {
    int colon = line.indexOf(':');
    return lower(colon < 0 ? line : line.substring(0, colon));
  }

  static String valueIn(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
