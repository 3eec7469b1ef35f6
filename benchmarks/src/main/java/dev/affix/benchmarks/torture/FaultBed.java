package dev.affix.benchmarks.torture;

import dev.affix.storage.StorageService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A service, something that breaks its calls, and a look at what is there past both. */
interface FaultBed extends AutoCloseable {

  String name();

  StorageService service();

  /** Past the service; whole objects only. */
  Optional<byte[]> stored(String key) throws IOException;

  /** Puts past the service. */
  void put(String key, byte[] bytes) throws IOException;

  /** Removes what rounds left. */
  void clear() throws IOException;

  /** Longest a call may take, however it ends. */
  Duration limit();

  /**
   * Chooses a fault for the next calls; empty if the bed knows none for the operation.
   *
   * @return what it is
   */
  Optional<String> arm(Operation operation, Random random);

  /** Ends the fault, and says how often it struck. */
  int disarm();

  /** Whether the armed fault spoils bytes in a way that this operation has no checksum against. */
  boolean mayGoUnnoticed(Operation operation);

  /** What rounds so far have left open: connections, threads, parts, temporary files. */
  List<String> leaks() throws IOException;

  @Override
  void close() throws IOException;
}
