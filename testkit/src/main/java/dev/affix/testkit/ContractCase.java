package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;

/** What the groups of contract cases share: fresh keys, removed afterwards, and plain questions. */
abstract class ContractCase {
  static final String TYPE = "application/octet-stream";

  private final Set<StorageKey> used = ConcurrentHashMap.newKeySet();
  private final Map<StorageKey, StorageService> usedElsewhere = new ConcurrentHashMap<>();

  /**
   * The service to prove, safe to write to. Called many times in a case, each time for the same
   * storage. Objects of other tests may be in it.
   */
  protected abstract StorageService service();

  /** Removes what the case made. */
  @AfterEach
  final void removeObjects() {
    used.forEach(service()::delete);
    usedElsewhere.forEach((key, service) -> service.delete(key));
  }

  final StorageKey newKey() {
    return remember(StorageKey.random());
  }

  final StorageKey remember(StorageKey key) {
    used.add(key);
    return key;
  }

  final void rememberAt(StorageService service, StorageKey key) {
    usedElsewhere.put(key, service);
  }

  static PutRequest request(StorageKey key) {
    return PutRequest.of(key, TYPE);
  }

  final StoredObject put(StorageKey key, Content content) throws IOException {
    return service().put(request(key).withLength(content.length()), content.open());
  }

  final StoredObject replace(StorageKey key, Content content) throws IOException {
    return service().put(request(key).withLength(content.length()).replacing(), content.open());
  }

  final byte[] read(StorageKey key, ByteRange range) throws IOException {
    try (ObjectReader reader = service().open(key, range)) {
      return reader.body().readAllBytes();
    }
  }

  final void assertHolds(StorageKey key, Content content) throws IOException {
    StoredObject head = service().head(key).orElseThrow(() -> missing(key));
    assertSays(key, content, head);
    try (ObjectReader reader = service().open(key)) {
      assertSays(key, content, reader.object());
      assertTrue(content.isAllOf(reader.body()), () -> "\"" + key + "\" has other bytes");
    }
  }

  final void assertAbsent(StorageKey key) {
    assertTrue(
        service().head(key).isEmpty(), () -> "nothing should be under \"" + key + "\" (head)");
    assertThrows(
        ObjectNotFoundException.class,
        () -> service().open(key).close(),
        () -> "nothing should be under \"" + key + "\" (open)");
  }

  static void assertSays(StorageKey key, Content content, StoredObject object) {
    assertEquals(key, object.key());
    assertEquals(content.length(), object.byteSize());
    Checksums said = object.checksums();
    assertTrue(
        said.firstDifference(content.checksums()).isEmpty(),
        () -> "the service says " + said + ", which is not what was put under \"" + key + "\"");
  }

  final void assertRange(byte[] expected, StorageKey key, ByteRange range) throws IOException {
    assertArrayEquals(expected, read(key, range), range::toString);
  }

  private static AssertionError missing(StorageKey key) {
    return new AssertionError("\"" + key + "\" should be there, but head found nothing");
  }
}
