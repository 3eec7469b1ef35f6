package dev.affix.examples.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java on a page.
 *
 * @param place page and line, for messages
 * @param region {@code path#NAME} from the comment before the block; empty if there is none
 * @param text without common indentation
 */
record JavaBlock(String place, String region, String text) {
  private static final Pattern COMMENT = Pattern.compile("<!-- snippet: (\\S+#\\S+) -->");
  private static final Pattern MARK = Pattern.compile("// docs:(begin|end) (\\S+)");

  /** All Java blocks of a page. */
  static List<JavaBlock> in(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    List<JavaBlock> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith("```java")) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
          end++;
        }
        Matcher comment = COMMENT.matcher(i == 0 ? "" : lines.get(i - 1).strip());
        blocks.add(
            new JavaBlock(
                page.getFileName() + ":" + (i + 1),
                comment.matches() ? comment.group(1) : "",
                plain(lines.subList(i + 1, end))));
        i = end;
      }
    }
    return blocks;
  }

  /** Names of the regions of a source file. */
  static List<String> regionsIn(Path source) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(source)) {
      Matcher mark = MARK.matcher(line.strip());
      if (mark.matches() && mark.group(1).equals("begin")) {
        names.add(mark.group(2));
      }
    }
    return names;
  }

  /** What is wrong with the block, if anything. */
  Optional<String> fault(Path root) {
    if (region.isEmpty()) {
      return Optional.of(place + " has no <!-- snippet: path#NAME --> on the line before it");
    }
    String[] parts = region.split("#", 2);
    Path source = root.resolve(parts[0]);
    if (!Files.exists(source)) {
      return Optional.of(place + " shows " + region + ", but there is no such file");
    }
    String code = code(source, parts[1]);
    if (code.isEmpty()) {
      return Optional.of(place + " shows " + region + ", but there is no such region");
    }
    return code.equals(text)
        ? Optional.empty()
        : Optional.of(place + " differs from " + region + ", which is:\n" + code + "\n");
  }

  private static String code(Path source, String name) {
    List<String> region = new ArrayList<>();
    boolean inside = false;
    try {
      for (String line : Files.readAllLines(source)) {
        Matcher mark = MARK.matcher(line.strip());
        if (!mark.matches()) {
          if (inside) {
            region.add(line);
          }
        } else if (mark.group(2).equals(name)) {
          inside = mark.group(1).equals("begin");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plain(region);
  }

  /** Without the indentation that all lines share, and blank lines around. */
  private static String plain(List<String> lines) {
    return String.join("\n", lines).stripTrailing().stripIndent();
  }
}
