package dev.affix.vips.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
  private static final Packed LINUX = Packed.of("linux-x64", "lib/libvips-cpp.so.8.99.1");

  private static final Packed WINDOWS = Packed.of("win32-x64", "lib/libvips-42.dll");
  private static final List<NpmPackage> BOTH = List.of(LINUX.line(), WINDOWS.line());

  @TempDir private Path folder;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer registry;

  @BeforeEach
  void aRegistry() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = served.get(exchange.getRequestURI().getPath());
          if (body == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    registry.start();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void archivesAreFetchedOnceFromTheRegistryOfTheSettings() throws Exception {
    served.put("/npm/@img/lib-linux-x64/-/lib-linux-x64-1.2.3.tgz", LINUX.archive());
    served.put("/npm/" + WINDOWS.line().path(), WINDOWS.archive());
    Archives archives = withoutNpm(Map.of("NPM_CONFIG_REGISTRY", address()));
    archives.fetch(BOTH);
    archives.fetch(BOTH);
    assertThat(archives.read(LINUX.line())).isEqualTo(LINUX.archive());
    assertThat(archives.read(WINDOWS.line())).isEqualTo(WINDOWS.archive());
    assertThat(requests).hasValue(2);
    assertThat(names())
        .containsExactly("img-lib-linux-x64-1.2.3.tgz", "img-lib-win32-x64-1.2.3.tgz");
  }

  @Test
  void bytesOfAnotherDigestAreNotUsedAndNotKept() throws Exception {
    byte[] other = LINUX.archive();
    other[other.length - 9] ^= 1;
    served.put("/npm/" + LINUX.line().path(), other);
    Archives archives = withoutNpm(Map.of("npm_config_registry", address()));
    assertThatThrownBy(() -> archives.fetch(BOTH))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(MissingArchiveException.class)
        .hasMessageContaining("@img/lib-linux-x64 1.2.3")
        .hasMessageContaining("another digest");
    assertThat(folder).isEmptyDirectory();
    Files.write(folder.resolve(LINUX.line().archive()), other);
    assertThatThrownBy(() -> archives.read(LINUX.line()))
        .isInstanceOf(MissingArchiveException.class);
  }

  @Test
  void aDamagedFileIsFetchedAgain() throws Exception {
    served.put("/npm/" + LINUX.line().path(), LINUX.archive());
    Files.writeString(folder.resolve(LINUX.line().archive()), "half of it");
    Archives archives = withoutNpm(Map.of("npm_config_registry", address()));
    archives.fetch(List.of(LINUX.line()));
    assertThat(archives.read(LINUX.line())).isEqualTo(LINUX.archive());
  }

  @Test
  void whatCannotBeHadIsToldWithItsReasons() throws Exception {
    Archives archives = withoutNpm(Map.of("npm_config_registry", address()));
    archives.fetch(BOTH);
    assertThatThrownBy(() -> archives.read(WINDOWS.line()))
        .isInstanceOf(MissingArchiveException.class)
        .hasMessage("npm is not installed; '" + address() + LINUX.line().path() + "' answered 404");
    assertThat(requests).hasValue(1);
    Archives nowhere = withoutNpm(Map.of());
    nowhere.fetch(BOTH);
    assertThatThrownBy(() -> nowhere.read(LINUX.line()))
        .isInstanceOf(MissingArchiveException.class)
        .hasMessage(
            "npm is not installed; neither NPM_CONFIG_REGISTRY nor an npmrc file names a registry");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void npmIsAskedFirstWhereItIsInstalled() throws Exception {
    Files.write(folder.resolve("one"), LINUX.archive());
    Files.write(folder.resolve("two"), WINDOWS.archive());
    String npm =
        program(
            """
            #!/bin/sh
            for argument; do
              case $argument in
                --pack-destination=*) to=${argument#*=} ;;
                @img/lib-linux-x64@1.2.3) cp one "$to/img-lib-linux-x64-1.2.3.tgz" ;;
                @img/lib-win32-x64@1.2.3) cp two "$to/img-lib-win32-x64-1.2.3.tgz" ;;
              esac
            done
            """
                .replace("cp ", "cp " + folder + "/"));
    Archives archives = archives(Optional.of(npm), Map.of());
    archives.fetch(BOTH);
    assertThat(archives.read(LINUX.line())).isEqualTo(LINUX.archive());
    assertThat(archives.read(WINDOWS.line())).isEqualTo(WINDOWS.archive());
    assertThat(requests).hasValue(0);
    assertThat(names()).noneMatch(name -> name.startsWith("begun"));
  }

  @Test
  void theRegistryIsAskedWhereNpmFails() throws Exception {
    String npm = program("#!/bin/sh\necho 'npm error code E401'\nexit 1\n");
    Archives alone = archives(Optional.of(npm), Map.of());
    alone.fetch(BOTH);
    assertThatThrownBy(() -> alone.read(LINUX.line()))
        .hasMessageStartingWith("npm pack failed: code E401; neither");
    served.put("/npm/" + LINUX.line().path(), LINUX.archive());
    Archives archives = archives(Optional.of(npm), Map.of("npm_config_registry", address()));
    archives.fetch(List.of(LINUX.line()));
    assertThat(archives.read(LINUX.line())).isEqualTo(LINUX.archive());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private String program(String text) throws IOException {
    Path program = Files.writeString(folder.resolve("npm"), text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  private Archives withoutNpm(Map<String, String> environment) {
    return archives(Optional.empty(), environment);
  }

  private Archives archives(Optional<String> npm, Map<String, String> environment) {
    return new Archives(folder, npm, new NpmSettings(environment, List.of()));
  }

  private String address() {
    return "http://localhost:" + registry.getAddress().getPort() + "/npm/";
  }
}
