package dev.affix.examples.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who made the photographs that the gallery begins with, by file name, from ORIGIN.txt. */
record Credits(Map<String, Credit> byFilename) {
  private static final Pattern COMMONS = Pattern.compile("CC-(BY(?:-[A-Z]+)*)-([0-9.]+)");
  private static final Pattern YEAR_OR_QUOTE = Pattern.compile("^[0-9]{4}\\. |, [0-9]{4}$|\"");

  /**
   * One photograph's.
   *
   * @param author without the year of the copyright line
   * @param licence short name, as {@code CC-BY-4.0}
   */
  record Credit(String author, String licence) {

    static Credit of(String copyright, String licence) {
      return new Credit(YEAR_OR_QUOTE.matcher(copyright).replaceAll(""), licence);
    }

    /** Where the licence can be read, if it is a Creative Commons one. */
    Optional<String> licenceUrl() {
      if (licence.equals("CC0-1.0")) {
        return Optional.of("https://creativecommons.org/publicdomain/zero/1.0/");
      }
      Matcher matcher = COMMONS.matcher(licence);
      return matcher.matches()
          ? Optional.of(
              "https://creativecommons.org/licenses/%s/%s/"
                  .formatted(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2)))
          : Optional.empty();
    }
  }

  /** Reads lines {@code file | copyright | licence}; none if there is no such file. */
  static Credits in(Path folder) throws IOException {
    Map<String, Credit> credits = new HashMap<>();
    Path origin = folder.resolve("ORIGIN.txt");
    if (Files.isRegularFile(origin)) {
      for (String line : Files.readAllLines(origin)) {
        String[] parts = line.split(" \\| ", -1);
        if (parts.length == 3 && parts[0].endsWith(".jpg")) {
          credits.put(parts[0], Credit.of(parts[1], parts[2]));
        }
      }
    }
    return new Credits(Map.copyOf(credits));
  }

  Optional<Credit> of(String filename) {
    return Optional.ofNullable(byFilename.get(filename));
  }
}
