package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Everything {@link ObjectListing} promises, as tests, for a service that is empty at the start of
 * each case and that nobody else writes to meanwhile. Extend it as {@link StorageServiceContract}.
 */
public abstract class ObjectListingContract extends ContractCase {
  // Where orders that are not by bytes go wrong: a folder's slash sorts after hyphen and dot,
  // capitals before small letters, and UTF-16 puts U+1F600 before U+FFxx.
  private static final List<String> TRICKY =
      List.of(
          "abcdefgh",
          "abcdefgh-variant",
          "abcdefgh.png",
          "abcdefgh0",
          "abcdefgi",
          "ab/cd/else",
          "ab/cexy",
          "ab-/x",
          "ab.d/x",
          "ab0/x",
          "abc/x",
          "a/b",
          "a-b/c",
          "a0/c",
          "Zebra",
          "Zoo/1",
          "z/10",
          "z/2",
          "z/é",
          "éclair",
          "写真/一.png",
          "\uFF21-wide",
          "\uD83D\uDE00smile",
          "\uD83D\uDE00/x",
          "abcd",
          "k",
          "~tilde",
          "!bang!");

  @Override
  protected abstract StorageService service();

  @Test
  public final void emptyServiceListsNothing() {
    Iterator<StoredObject> objects = listing().list();
    assertFalse(objects.hasNext());
    assertThrows(NoSuchElementException.class, objects::next);
    assertFalse(listing().listAfter(StorageKey.of("a")).hasNext());
  }

  @Test
  public final void listsInTheByteOrderOfKeys() throws IOException {
    List<StorageKey> keys = putTrickyKeys();
    assertEquals(keys, keysOf(listing().list()));
  }

  @Test
  public final void listsAfterEveryKey() throws IOException {
    List<StorageKey> keys = putTrickyKeys();
    for (int i = 0; i < keys.size(); i++) {
      assertEquals(
          keys.subList(i + 1, keys.size()),
          keysOf(listing().listAfter(keys.get(i))),
          "after " + keys.get(i));
    }
  }

  @Test
  public final void listsAfterKeysThatAreNotThere() throws IOException {
    List<StorageKey> keys = putTrickyKeys();
    for (String after : List.of("!", "a", "ab", "ab/cd", "abcde", "ac", "m", "z", "z/1a")) {
      StorageKey bound = StorageKey.of(after);
      List<StorageKey> expected = keys.stream().filter(key -> key.compareTo(bound) > 0).toList();
      assertEquals(expected, keysOf(listing().listAfter(bound)), "after " + after);
    }
  }

  @Test
  public final void partsOfAListingMakeTheWhole() throws IOException {
    List<StorageKey> keys = putTrickyKeys();
    for (int i = 0; i < keys.size(); i += 5) {
      for (int j = i; j < keys.size(); j += 3) {
        assertEquals(
            keys.subList(i + 1, j + 1),
            keysOf(listing().listBetween(keys.get(i), keys.get(j))),
            "after " + keys.get(i) + " up to " + keys.get(j));
      }
    }
    StorageKey first = keys.getFirst();
    assertFalse(listing().listBetween(keys.getLast(), first).hasNext(), "bounds the wrong way");
  }

  @Test
  public final void listsManyGeneratedKeysOnceEach() throws IOException {
    List<StorageKey> keys = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      StorageKey key = newKey();
      service().put(request(key), InputStream.nullInputStream());
      keys.add(key);
    }
    Collections.sort(keys);
    assertEquals(keys, keysOf(listing().list()));
    assertEquals(keys.subList(701, 1100), keysOf(listing().listAfter(keys.get(700))));
  }

  @Test
  public final void saysSizeAndTimeOfEachObject() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(4321);
    put(key, content);
    StoredObject listed = listing().list().next();
    assertSays(key, content, listed);
    // To the second, as HTTP dates are.
    assertEquals(
        service().head(key).orElseThrow().lastModified().truncatedTo(ChronoUnit.SECONDS),
        listed.lastModified().truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  public final void doesNotListWhatWasDeletedOrRefused() throws IOException {
    StorageKey kept = newKey();
    put(kept, Content.of(10));
    StorageKey deleted = newKey();
    put(deleted, Content.of(10));
    service().delete(deleted);
    StorageKey refused = newKey();
    assertThrows(
        IntegrityException.class,
        () -> service().put(request(refused).withLength(11), Content.of(10).open()));
    assertEquals(List.of(kept), keysOf(listing().list()));
  }

  @Test
  public final void doesNotListWhatIsStillComing() throws IOException {
    StorageKey key = newKey();
    InputStream body =
        Content.of(200_000)
            .openStoppingAt(
                100_000,
                () -> {
                  assertFalse(listing().list().hasNext(), "an unfinished put is listed");
                  assertAbsent(key);
                });
    service().put(request(key), body);
    assertEquals(List.of(key), keysOf(listing().list()));
  }

  @Test
  public final void replacedObjectIsListedOnceWithItsNewSize() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(10));
    replace(key, Content.of(20));
    Iterator<StoredObject> objects = listing().list();
    assertEquals(20, objects.next().byteSize());
    assertFalse(objects.hasNext());
  }

  private ObjectListing listing() {
    assertTrue(service() instanceof ObjectListing, "the service cannot list");
    return (ObjectListing) service();
  }

  private List<StorageKey> putTrickyKeys() throws IOException {
    List<StorageKey> keys = new ArrayList<>();
    for (String text : TRICKY) {
      keys.add(remember(StorageKey.of(text)));
    }
    Collections.shuffle(keys, new Random(1));
    for (StorageKey key : keys) {
      put(key, Content.of(3));
    }
    Collections.sort(keys);
    return keys;
  }

  private static List<StorageKey> keysOf(Iterator<StoredObject> objects) {
    List<StorageKey> keys = new ArrayList<>();
    objects.forEachRemaining(object -> keys.add(object.key()));
    return keys;
  }
}
