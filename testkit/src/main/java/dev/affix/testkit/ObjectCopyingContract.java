package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Everything {@link ObjectCopying} promises, as tests; extend it as {@link StorageServiceContract}.
 * The cases need room for 40 MiB.
 */
public abstract class ObjectCopyingContract extends ContractCase {
  private static final String ZEROS = "0".repeat(64);

  @Override
  protected abstract StorageService service();

  /** Where the cases copy from; another service of the same kind shows more than the same one. */
  protected StorageService source() {
    return service();
  }

  @Test
  public final void copiesFromItselfAndItsSource() {
    assertTrue(copying().copiesFrom(service()));
    assertTrue(copying().copiesFrom(source()));
  }

  @Test
  public final void copyHasTheSameBytes() throws IOException {
    assertCopies(Content.of(30_000));
  }

  @Test
  public final void copiesAnEmptyObject() throws IOException {
    assertCopies(Content.of(0));
  }

  @Test
  public final void copiesALargeObject() throws IOException {
    assertCopies(Content.of((17L << 20) + 3));
  }

  @Test
  public final void copiesKeysWithUnusualCharacters() throws IOException {
    String start = "contract/" + StorageKey.random();
    StorageKey from = remember(StorageKey.of(start + "/a b+c%2F&d=e?f#g;h'i\"j/Grüße"));
    StorageKey to = remember(StorageKey.of(start + "/写真/\uD83D\uDE00%20.png"));
    Content content = Content.of(500);
    StoredObject seen = putSource(from, content);
    copying().copy(source(), seen, request(to));
    assertHolds(to, content);
  }

  @Test
  public final void sourceStays() throws IOException {
    Content content = Content.of(1000);
    StorageKey from = newKey();
    StoredObject seen = putSource(from, content);
    StorageKey to = newKey();
    copying().copy(source(), seen, request(to));
    service().delete(to);
    try (ObjectReader reader = source().open(from)) {
      assertTrue(content.isAllOf(reader.body()));
    }
  }

  @Test
  public final void copyIsKnownByWhatItReturns() throws IOException {
    StoredObject seen = putSource(newKey(), Content.of(1000));
    StoredObject first = copying().copy(source(), seen, request(newKey()));
    StorageKey second = newKey();
    copying().copy(service(), first, request(second));
    assertEquals(1000, service().head(second).orElseThrow().byteSize());
  }

  @Test
  public final void replacedSourceIsRefused() throws IOException {
    StorageKey from = newKey();
    StoredObject seen = putSource(from, Content.of(1000));
    Content young = Content.of(1000);
    source().put(request(from).replacing(), young.open());
    StorageKey to = newKey();
    assertThrows(ObjectChangedException.class, () -> copying().copy(source(), seen, request(to)));
    assertAbsent(to);
  }

  @Test
  public final void absentSourceIsNotFound() throws IOException {
    StorageKey from = newKey();
    StoredObject seen = putSource(from, Content.of(1000));
    source().delete(from);
    StorageKey to = newKey();
    assertThrows(ObjectNotFoundException.class, () -> copying().copy(source(), seen, request(to)));
    assertAbsent(to);
  }

  @Test
  public final void takenKeyIsRefusedAndKeepsItsBytes() throws IOException {
    StoredObject seen = putSource(newKey(), Content.of(1000));
    StorageKey to = newKey();
    Content old = Content.of(700);
    put(to, old);
    assertThrows(ObjectExistsException.class, () -> copying().copy(source(), seen, request(to)));
    assertHolds(to, old);
  }

  @Test
  public final void replacingTakesTheCopy() throws IOException {
    Content content = Content.of(1000);
    StoredObject seen = putSource(newKey(), content);
    StorageKey to = newKey();
    put(to, Content.of(700));
    copying().copy(source(), seen, request(to).replacing());
    assertHolds(to, content);
  }

  @Test
  public final void takesEveryRightChecksum() throws IOException {
    Content content = Content.of(5000);
    StoredObject seen = putSource(newKey(), content);
    Checksums right = content.checksums();
    for (Checksums one :
        new Checksums[] {
          new Checksums(right.md5(), null, null),
          new Checksums(null, right.sha256(), null),
          new Checksums(null, null, right.crc32c()),
          right
        }) {
      StorageKey to = newKey();
      copying().copy(source(), seen, request(to).withLength(5000).withChecksums(one));
      assertHolds(to, content);
    }
  }

  @Test
  public final void wrongLengthLeavesNothing() throws IOException {
    assertRefused(request(newKey()).withLength(999));
    assertRefused(request(newKey()).withLength(1001));
  }

  @Test
  public final void wrongMd5LeavesNothing() throws IOException {
    assertRefused(wrong(new Checksums(ZEROS.substring(32), null, null)));
  }

  @Test
  public final void wrongSha256LeavesNothing() throws IOException {
    assertRefused(wrong(new Checksums(null, ZEROS, null)));
  }

  @Test
  public final void wrongCrc32cLeavesNothing() throws IOException {
    assertRefused(wrong(new Checksums(null, null, ZEROS.substring(56))));
  }

  @Test
  public final void foreignServiceIsRefused() throws IOException {
    StoredObject seen = putSource(newKey(), Content.of(10));
    var foreign = new Foreign(service());
    StorageKey to = newKey();
    assertFalse(copying().copiesFrom(foreign));
    assertThrows(IllegalArgumentException.class, () -> copying().copy(foreign, seen, request(to)));
    assertAbsent(to);
  }

  private ObjectCopying copying() {
    assertTrue(service() instanceof ObjectCopying, "the service cannot copy");
    return (ObjectCopying) service();
  }

  private StoredObject putSource(StorageKey key, Content content) throws IOException {
    rememberAt(source(), key);
    source().put(request(key).withLength(content.length()), content.open());
    return source().head(key).orElseThrow();
  }

  private void assertCopies(Content content) throws IOException {
    StoredObject seen = putSource(newKey(), content);
    StorageKey to = newKey();
    PutRequest target = request(to).withLength(content.length());
    assertSays(to, content, copying().copy(source(), seen, target));
    assertHolds(to, content);
  }

  private PutRequest wrong(Checksums checksums) {
    return request(newKey()).withLength(1000).withChecksums(checksums);
  }

  private void assertRefused(PutRequest target) throws IOException {
    StoredObject seen = putSource(newKey(), Content.of(1000));
    assertThrows(IntegrityException.class, () -> copying().copy(source(), seen, target));
    assertAbsent(target.key());
  }

  /** A service that nobody knows. */
  private record Foreign(StorageService service) implements StorageService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      return service.put(request, body);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      return service.open(key, range);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return service.head(key);
    }

    @Override
    public void delete(StorageKey key) {
      service.delete(key);
    }
  }
}
