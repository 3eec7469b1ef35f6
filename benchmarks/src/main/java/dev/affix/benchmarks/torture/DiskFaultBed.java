package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A folder; what can break here are the bodies that callers bring. */
final class DiskFaultBed implements FaultBed {
  private final TemporaryFolder folder;
  private final DiskPlace place;
  private final StorageService service;

  private DiskFaultBed(TemporaryFolder folder) {
    this.folder = folder;
    this.place = new DiskPlace(folder.path().resolve("files"));
    this.service = place.service();
  }

  static DiskFaultBed open() throws IOException {
    return new DiskFaultBed(TemporaryFolder.create("storage-faults"));
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public StorageService service() {
    return service;
  }

  @Override
  public Optional<byte[]> stored(String key) throws IOException {
    Map<String, Long> sizes = place.sizes();
    return sizes.containsKey(key) ? Optional.of(place.read(key)) : Optional.empty();
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    service.put(
        PutRequest.of(StorageKey.of(key), FaultRound.TYPE), new ByteArrayInputStream(bytes));
  }

  @Override
  public void clear() throws IOException {
    for (String key : place.sizes().keySet()) {
      service.delete(StorageKey.of(key));
    }
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(20);
  }

  @Override
  public Optional<String> arm(Operation operation, Random random) {
    return Optional.empty();
  }

  @Override
  public int disarm() {
    return 0;
  }

  @Override
  public boolean mayGoUnnoticed(Operation operation) {
    return false;
  }

  @Override
  public List<String> leaks() throws IOException {
    long left = Files.isDirectory(folder.path()) ? place.leftovers() : 0;
    return left == 0 ? List.of() : List.of(left + " temporary files");
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
