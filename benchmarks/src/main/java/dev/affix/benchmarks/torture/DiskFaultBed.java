package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder. Broken are the bodies that callers bring, the folder as a whole, which is gone as one
 * that is not mounted, and the way to a new file, where something else is.
 */
final class DiskFaultBed implements FaultBed {
  private static final int READERS = 8;

  private final TemporaryFolder folder;
  private final DiskPlace place;
  private final StorageService service;
  private final StorageService past;
  private final ThreadCount threads = new ThreadCount();
  private Armed armed = Armed.NOTHING;
  private Optional<Path> inTheWay = Optional.empty();
  private int struck;

  private enum Armed {
    NOTHING,
    GONE,
    IN_THE_WAY
  }

  private DiskFaultBed(TemporaryFolder folder, UnaryOperator<StorageService> wrapped) {
    this.folder = folder;
    this.place = new DiskPlace(folder.path().resolve("files"));
    this.past = place.service();
    this.service = wrapped.apply(place.service());
  }

  /**
   * @param wrapped what is done to the service before it is asked anything
   */
  static DiskFaultBed open(UnaryOperator<StorageService> wrapped) {
    return new DiskFaultBed(TemporaryFolder.create("storage-faults"), wrapped);
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
  public Set<Operation> operations() {
    return EnumSet.complementOf(EnumSet.of(Operation.COPY));
  }

  @Override
  public Optional<byte[]> stored(String key) throws IOException {
    Map<String, Long> sizes = place.sizes();
    return sizes.containsKey(key) ? Optional.of(place.read(key)) : Optional.empty();
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    past.put(PutRequest.of(StorageKey.of(key), FaultRound.TYPE), new ByteArrayInputStream(bytes));
  }

  @Override
  public void clear() throws IOException {
    for (String key : place.sizes().keySet()) {
      past.delete(StorageKey.of(key));
    }
  }

  /** Nothing waits for anything here; a busy machine may. */
  @Override
  public Duration limit(long bytes) {
    return Duration.ofSeconds(20);
  }

  /** It has no server. */
  @Override
  public Duration patience() {
    return ChronoUnit.FOREVER.getDuration();
  }

  @Override
  public String arm(Operation operation, StorageKey key, Random random) throws IOException {
    boolean isNew = operation.isPut() && operation != Operation.REPLACE;
    List<Armed> faults = new ArrayList<>(List.of(Armed.NOTHING, Armed.GONE));
    if (isNew) {
      faults.add(Armed.IN_THE_WAY);
    }
    armed = faults.get(random.nextInt(faults.size()));
    struck = armed == Armed.NOTHING ? 0 : 1;
    return switch (armed) {
      case NOTHING -> "no fault of the bed";
      case GONE -> {
        Files.move(place.root(), away());
        yield "the folder gone";
      }
      case IN_THE_WAY -> {
        Path way = place.root().resolve(key.value().substring(0, 2));
        way = Files.exists(way) ? way.resolve(key.value().substring(2, 4)) : way;
        Files.deleteIfExists(way);
        inTheWay = Optional.of(Files.createFile(way));
        yield "a file in the way";
      }
    };
  }

  @Override
  public int disarm() throws IOException {
    if (Files.exists(away())) {
      Files.move(away(), place.root());
    }
    if (inTheWay.isPresent()) {
      Files.delete(inTheWay.get());
      inTheWay = Optional.empty();
    }
    return struck;
  }

  @Override
  public Ending ending() {
    return switch (armed) {
      case NOTHING -> Ending.WELL;
      case GONE -> Ending.UNAVAILABLE;
      case IN_THE_WAY -> Ending.REFUSED;
    };
  }

  @Override
  public boolean mayGoUnnoticed(Operation operation) {
    return false;
  }

  @Override
  public List<String> remains(StorageKey key) throws IOException {
    long left = place.leftovers();
    return left == 0 ? List.of() : List.of(left + " temporary files remain");
  }

  @Override
  public List<String> leaks() throws IOException {
    disarm();
    List<String> leaks = new ArrayList<>(OpenReaders.leaks(this, READERS));
    long open = openFiles();
    if (open > 0) {
      leaks.add(open + " files are open");
    }
    leaks.addAll(threads.leaks());
    return leaks;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }

  private Path away() {
    return Objects.requireNonNull(folder.path()).resolve("away");
  }

  /** Files below the folder that this process holds open, where the system tells. */
  private long openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    long open = 0;
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path one : all.toList()) {
        open += Files.isSymbolicLink(one) && leadsHere(one) ? 1 : 0;
      }
    }
    return open;
  }

  private boolean leadsHere(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder.path());
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
