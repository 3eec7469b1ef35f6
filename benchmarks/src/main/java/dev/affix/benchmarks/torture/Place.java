package dev.affix.benchmarks.torture;

import dev.affix.storage.StorageService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where workers keep their objects: as Affix is told of it, and as it is past Affix. */
interface Place extends AutoCloseable {

  /** The service that Affix works with. */
  StorageService service();

  /** Length of the longest bodies that are worth a try, since the service keeps them otherwise. */
  int longest();

  /** What the command line of a worker says, so that it finds the same place. */
  List<String> words();

  /** Every key that there is, and the length of its object, asked past Affix. */
  Map<String, Long> sizes() throws IOException;

  /** The bytes under a key that is there, read past Affix. */
  byte[] read(String key) throws IOException;

  /** Unfinished objects that kills left, as they lie there now. */
  long leftovers() throws IOException;

  /** Does what removes leftovers in production, as if they were old, and tells what stays. */
  List<String> sweep() throws IOException;

  /** Ends connections; what is kept stays. */
  @Override
  default void close() {}

  /** The place that {@link #words} speak of. */
  static Place of(List<String> words) {
    return switch (words.get(0)) {
      case DiskPlace.NAME -> new DiskPlace(Path.of(words.get(1)));
      case S3Place.NAME -> S3Place.of(words.subList(1, words.size()));
      default -> throw new IllegalArgumentException("unknown place: " + words);
    };
  }
}
