package dev.affix.benchmarks.torture;

import dev.affix.disk.DiskService;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder. */
record DiskPlace(Path root) implements Place {
  static final String NAME = "disk";

  @Override
  public StorageService service() {
    return DiskService.at(root);
  }

  /** All are kept the same way. */
  @Override
  public int longest() {
    return 200_000;
  }

  @Override
  public List<String> words() {
    return List.of(NAME, root.toString());
  }

  @Override
  public Map<String, Long> sizes() throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (Path file : objects()) {
      sizes.put(file.getFileName().toString(), Files.size(file));
    }
    return sizes;
  }

  @Override
  public byte[] read(String key) throws IOException {
    return Files.readAllBytes(
        root.resolve(key.substring(0, 2)).resolve(key.substring(2, 4)).resolve(key));
  }

  @Override
  public long leftovers() throws IOException {
    try (Stream<Path> files = Files.list(temporaries())) {
      return files.count();
    }
  }

  /** Temporary files go with the next start when they are a day old. */
  @Override
  public List<String> sweep() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (Stream<Path> files = Files.list(temporaries())) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
    DiskService.at(root);
    long left = leftovers();
    return left == 0
        ? List.of()
        : List.of(left + " temporary files outlived a start of the disk service");
  }

  private Path temporaries() {
    return root.resolve(".affix/tmp");
  }

  private List<Path> objects() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> !path.startsWith(root.resolve(".affix")))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
