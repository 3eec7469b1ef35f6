package dev.affix.benchmarks.torture;

import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A service, something that breaks its calls, and a look at what is there past both. */
interface FaultBed extends AutoCloseable {

  /** How a call must end under what struck it. */
  enum Ending {
    /** As if there were no fault. */
    WELL,
    /** With a {@link dev.affix.storage.StorageUnavailableException}. */
    UNAVAILABLE,
    /** With some {@link dev.affix.storage.StorageException}. */
    REFUSED,
    /** In one of these ways, or while the body is read. */
    ANY
  }

  String name();

  StorageService service();

  /** What the service can be asked to do. */
  Set<Operation> operations();

  /** Past the service; whole objects only. */
  Optional<byte[]> stored(String key) throws IOException;

  /** Puts past the service. */
  void put(String key, byte[] bytes) throws IOException;

  /** Removes what rounds left. */
  void clear() throws IOException;

  /** Longest that a call that moves so many bytes may take, however it ends. */
  Duration limit(long bytes);

  /** How long the service waits for a silent server before it gives up. */
  Duration patience();

  /**
   * Chooses a fault for the next call, or none.
   *
   * @param key the object that it is about
   * @return what it is
   */
  String arm(Operation operation, StorageKey key, Random random) throws IOException;

  /** Ends the fault, and says how often it struck. */
  int disarm() throws IOException;

  /** How the call must have ended that went on between arming and disarming. */
  Ending ending();

  /** Whether the armed fault spoils bytes in a way that this operation has no checksum against. */
  boolean mayGoUnnoticed(Operation operation);

  /** Parts and temporary files of a call that ended, unless the fault kept it from tidying. */
  List<String> remains(StorageKey key) throws IOException;

  /** What rounds so far have left open: connections, files, threads. Ends all faults first. */
  List<String> leaks() throws IOException;

  @Override
  void close() throws IOException;
}
