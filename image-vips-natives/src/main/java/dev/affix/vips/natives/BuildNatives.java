package dev.affix.vips.natives;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fetches the packages of this module and lays out what its jars contain. Where a package cannot be
 * had, its jar is left out and the build goes on.
 */
public final class BuildNatives {
  private static final String USAGE =
      """
      BuildNatives archive MODULE ARCHIVES PLATFORM        fetches one archive and prints its file
      BuildNatives contents MODULE ARCHIVES WANTED OFFLINE makes MODULE/target/natives/PLATFORM
      PLATFORM may be 'this' for that of the machine; WANTED is 'all', 'none', or platforms with
      commas between; OFFLINE is offline=true or offline=false.\
      """;

  private final Path module;
  private final Archives archives;
  private final Path folder;

  private final Consumer<String> tell;

  BuildNatives(Path module, Path folder, Archives archives, Consumer<String> tell) {
    this.module = module;
    this.folder = folder;
    this.archives = archives;
    this.tell = tell;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != (args.length > 0 && args[0].equals("contents") ? 5 : 4)) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Path module = Path.of(args[1]);
    Path folder = Path.of(args[2]);
    var archives =
        new Archives(
            folder, npm(Optional.ofNullable(System.getenv("PATH"))), NpmSettings.ofThisUser());
    var build =
        new BuildNatives(module, folder, archives, line -> System.err.println("[WARNING] " + line));
    try {
      if (args[0].equals("archive")) {
        System.out.println(build.archive(args[3]));
      } else {
        build.contents(args[3], args[4].equals("offline=true"));
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("natives: " + e.getMessage());
      System.exit(1);
    }
  }

  /** The file of an archive, fetched now or before. */
  Path archive(String platform) throws IOException, InterruptedException {
    NpmPackage wanted = list(platform).get(0);
    archives.fetch(List.of(wanted));
    archives.read(wanted);
    return folder.resolve(wanted.archive());
  }

  /**
   * Lays out the contents of the jars and returns their platforms. Also writes a file by which
   * Surefire leaves the tests out that need the jar of this machine, if there is none.
   */
  List<String> contents(String platforms, boolean offline)
      throws IOException, InterruptedException {
    Path target = Files.createDirectories(module.resolve("target/natives"));
    List<NpmPackage> wanted = list(platforms);
    if (!offline) {
      archives.fetch(wanted);
    }
    var contents = new Contents(module.resolve("src/main"));
    var made = new ArrayList<String>();
    var missing = new LinkedHashMap<NpmPackage, String>();
    for (NpmPackage each : list("all")) {
      Path jar = target.resolve(each.platform());
      if (!wanted.contains(each)) {
        Contents.remove(jar);
        continue;
      }
      try {
        contents.write(each, archives.read(each), jar);
        made.add(each.platform());
      } catch (MissingArchiveException e) {
        Contents.remove(jar);
        missing.put(each, e.getMessage());
      }
    }
    tellOf(missing);
    Files.writeString(
        target.resolve("tests-left-out.txt"), made.contains(Machine.platform()) ? "" : "**/*\n");
    return made;
  }

  private void tellOf(Map<NpmPackage, String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    NpmPackage first = missing.keySet().iterator().next();
    tell.accept(
        "natives: no jar is built for %s. %s %s cannot be had: %s. Or put '%s', as npm pack makes it, into '%s'."
            .formatted(
                missing.keySet().stream().map(NpmPackage::platform).collect(joining(", ")),
                first.name(),
                first.version(),
                missing.get(first),
                first.archive(),
                folder));
  }

  private List<NpmPackage> list(String platforms) throws IOException {
    List<NpmPackage> all = NpmPackage.list(module.resolve("packages.txt"));
    if (platforms.equals("all")) {
      return all;
    }
    if (platforms.equals("none")) {
      return List.of();
    }
    var chosen = new ArrayList<NpmPackage>();
    for (String platform : platforms.split(",", -1)) {
      String name = platform.equals("this") ? Machine.platform() : platform;
      chosen.add(
          all.stream()
              .filter(each -> each.platform().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("there is no package for '" + name + "'")));
    }
    return chosen;
  }

  /** The program, if it is on the search path. */
  static Optional<String> npm(Optional<String> searchPath) {
    return Stream.of(searchPath.orElse("").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(Path.of(folder, "npm.cmd"), Path.of(folder, "npm")))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
