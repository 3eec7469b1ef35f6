package dev.affix.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing on the pages rots: every Java block is a region of compiled code, every test that is
 * named exists, every link leads somewhere.
 */
class SnippetsTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  private static final Path ROOT = root();
  private static final List<Path> PAGES = new ArrayList<>();
  private static final List<Path> TESTS = new ArrayList<>();

  @BeforeAll
  static void find() throws IOException {
    PAGES.clear();
    for (String name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
      PAGES.add(ROOT.resolve(name));
    }
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(PAGES::add);
    }
    TESTS.clear();
    for (Path module : modules()) {
      Path tests = module.resolve("src/test/java");
      if (Files.isDirectory(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          files.filter(file -> file.toString().endsWith("Test.java")).forEach(TESTS::add);
        }
      }
    }
  }

  @Test
  void everyJavaBlockIsARegionOfCompiledCode() throws IOException {
    List<String> faults = new ArrayList<>();
    int blocks = 0;
    for (Path page : PAGES) {
      for (JavaBlock block : JavaBlock.in(page)) {
        blocks++;
        block.fault(ROOT).ifPresent(faults::add);
      }
    }
    assertThat(faults).isEmpty();
    assertThat(blocks).isPositive();
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path page : PAGES) {
      Matcher named = TEST.matcher(Files.readString(page));
      while (named.find()) {
        if (!exists(named.group(1), named.group(2))) {
          unknown.add(page.getFileName() + ": " + named.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path page : PAGES) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
          broken.add(page.getFileName() + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void noRegionIsForgotten() throws IOException {
    Set<String> shown = new HashSet<>();
    for (Path page : PAGES) {
      JavaBlock.in(page).forEach(block -> shown.add(block.region()));
    }
    Set<String> forgotten = new TreeSet<>();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module.resolve("src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          for (String name : JavaBlock.regionsIn(file)) {
            String region = ROOT.relativize(file).toString().replace('\\', '/') + "#" + name;
            if (!shown.contains(region)) {
              forgotten.add(region);
            }
          }
        }
      }
    }
    assertThat(forgotten).isEmpty();
  }

  private static boolean exists(String type, String method) throws IOException {
    for (Path file : TESTS) {
      if (file.endsWith(type + ".java")
          && (method == null || Files.readString(file).contains("void " + method + "("))) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> modules() throws IOException {
    Matcher module =
        Pattern.compile("<module>([^<]+)</module>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    List<Path> modules = new ArrayList<>();
    while (module.find()) {
      Path folder = ROOT.resolve(module.group(1));
      if (Files.isDirectory(folder.resolve("src"))) {
        modules.add(folder);
      }
    }
    return modules;
  }

  /** Tests run in their module's folder; the repository is where README stands. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md")) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }
}
