package dev.affix.vips.natives;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archives of packages, kept in a folder. What is not there is fetched: by npm where it is
 * installed, for it knows proxies and permissions, else from the registry that the settings for npm
 * name. No archive is kept or given out whose digest is another than the package's.
 */
final class Archives {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration FETCH = Duration.ofMinutes(5);

  private final Path folder;
  private final Optional<String> npm;
  private final NpmSettings settings;
  private final List<String> reasons = new ArrayList<>();

  /**
   * @param npm the program, if there is one
   */
  Archives(Path folder, Optional<String> npm, NpmSettings settings) {
    this.folder = folder;
    this.npm = npm;
    this.settings = settings;
  }

  /**
   * The bytes of an archive that was fetched now or before.
   *
   * @throws MissingArchiveException if it is not there; the message says why
   */
  byte[] read(NpmPackage wanted) throws IOException {
    Path kept = folder.resolve(wanted.archive());
    if (Files.isReadable(kept)) {
      byte[] archive = Files.readAllBytes(kept);
      if (wanted.is(archive)) {
        return archive;
      }
    }
    throw new MissingArchiveException(
        reasons.isEmpty() ? "it was not fetched before" : String.join("; ", reasons));
  }

  /**
   * Fetches what is not there, as far as it can be had.
   *
   * @throws IOException if what was fetched has another digest
   */
  void fetch(List<NpmPackage> wanted) throws IOException, InterruptedException {
    List<NpmPackage> missing = missing(wanted);
    if (missing.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    if (npm.isPresent()) {
      pack(npm.get(), missing);
    } else {
      reasons.add("npm is not installed");
    }
    download(missing(wanted));
  }

  private List<NpmPackage> missing(List<NpmPackage> wanted) throws IOException {
    var missing = new ArrayList<NpmPackage>();
    for (NpmPackage each : wanted) {
      try {
        read(each);
      } catch (MissingArchiveException e) {
        missing.add(each);
      }
    }
    return missing;
  }

  private void keep(NpmPackage wanted, byte[] fetched) throws IOException {
    if (!wanted.is(fetched)) {
      throw new IOException(
          "the archive of %s %s that was fetched has another digest than packages.txt says; nothing of it is used. Find out why, or build without: -Daffix.natives=none"
              .formatted(wanted.name(), wanted.version()));
    }
    Path begun = folder.resolve("begun-" + ProcessHandle.current().pid());
    Files.write(begun, fetched);
    Files.move(begun, folder.resolve(wanted.archive()), StandardCopyOption.REPLACE_EXISTING);
  }

  private void download(List<NpmPackage> missing) throws IOException, InterruptedException {
    for (NpmPackage each : missing) {
      Optional<URI> registry = settings.registry(each.scope());
      if (registry.isEmpty()) {
        reasons.add("neither NPM_CONFIG_REGISTRY nor an npmrc file names a registry");
        return;
      }
      try {
        keep(each, downloaded(registry.get().resolve(each.path())));
      } catch (MissingArchiveException e) {
        // No network, or the wrong registry: the others would fail, too, each after a while.
        reasons.add(e.getMessage());
        return;
      }
    }
  }

  private void pack(String program, List<NpmPackage> missing)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(folder, "begun-");
    try {
      Path output = work.resolve("output");
      var command =
          new ArrayList<String>(
              List.of(
                  program,
                  "pack",
                  "--ignore-scripts",
                  "--fetch-retries=1",
                  "--fetch-retry-mintimeout=1000",
                  "--pack-destination=" + work));
      missing.forEach(each -> command.add(each.name() + "@" + each.version()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(FETCH.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        reasons.add("npm pack took more than " + FETCH.toMinutes() + " minutes");
      } else if (process.exitValue() != 0) {
        reasons.add("npm pack failed: " + firstErrors(output));
      }
      for (NpmPackage each : missing) {
        Path archive = work.resolve(each.archive());
        if (process.exitValue() == 0 && Files.isRegularFile(archive)) {
          keep(each, Files.readAllBytes(archive));
        }
      }
    } finally {
      delete(work);
    }
  }

  private static void delete(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(work);
  }

  private static String firstErrors(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.startsWith("npm error"))
        .limit(3)
        .map(line -> line.substring("npm error".length()).strip())
        .reduce((first, next) -> first + ", " + next)
        .orElse("it said nothing");
  }

  private static byte[] downloaded(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(FETCH).build();
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new MissingArchiveException("'" + address + "' answered " + response.statusCode());
      }
      return response.body();
    } catch (MissingArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new MissingArchiveException("'" + address + "' cannot be read: " + e);
    }
  }
}
