package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Everything {@link StorageService} promises, as tests. To prove a service, extend this class in
 * the tests of its module and give the service; the cases cannot be switched off:
 *
 * {@snippet :
 * class AtticServiceContractTest extends StorageServiceContract {
 *   private final AtticService service = AtticService.at(attic);
 *
 *   @Override
 *   protected StorageService service() {
 *     return service;
 *   }
 * }
 * }
 *
 * <p>The cases use random keys and a few spelled ones under {@code contract/}, and delete what they
 * made. They need room for 64 MiB. A service that can list proves that with {@link
 * ObjectListingContract}.
 */
public abstract class StorageServiceContract extends ReadCases {
  private static final int THREADS = 8;

  @Test
  public final void keysThatShareABeginningAreDifferentObjects() throws IOException {
    StorageKey key = newKey();
    StorageKey variant = remember(key.variant("0123456789abcdef"));
    StorageKey longer = remember(StorageKey.of(key + "x"));
    StorageKey shorter =
        remember(StorageKey.of(key.value().substring(0, key.value().length() - 1)));
    List<StorageKey> keys = List.of(key, variant, longer, shorter);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      contents.add(new Content(i, 100 + i));
      put(keys.get(i), contents.get(i));
    }
    service().delete(key);
    assertAbsent(key);
    for (int i = 1; i < keys.size(); i++) {
      assertHolds(keys.get(i), contents.get(i));
    }
  }

  @Test
  public final void keysMayHaveSlashes() throws IOException {
    assertWorksAsKey("contract/" + StorageKey.random() + "/original/photo.final-2.jpg");
  }

  @Test
  public final void keysMayHaveUnusualCharacters() throws IOException {
    assertWorksAsKey("contract/" + StorageKey.random() + "/a b+c%2F&d=e?f#g;h'i\"j*k:l|m<n>~");
  }

  @Test
  public final void keysMayHaveUnicode() throws IOException {
    assertWorksAsKey("contract/" + StorageKey.random() + "/Grüße/写真/\uD83D\uDE00.png");
  }

  @Test
  public final void keysMayHaveDots() throws IOException {
    assertWorksAsKey("contract/" + StorageKey.random() + "/.hidden/..a/b..");
  }

  @Test
  public final void keysMayHave512Bytes() throws IOException {
    String start = "contract/" + StorageKey.random() + "/";
    var text = new StringBuilder(start);
    // In segments, since file systems end a name at 255 bytes.
    while (text.length() < 512) {
      text.append(text.length() % 128 == 127 ? '/' : 'k');
    }
    text.setCharAt(511, 'k');
    assertEquals(512, text.toString().getBytes(StandardCharsets.UTF_8).length);
    assertWorksAsKey(text.toString());
  }

  @Test
  public final void readerOfAReplacedObjectSeesTheOldBytes() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(1 << 20);
    put(key, old);
    try (ObjectReader reader = service().open(key)) {
      byte[] start = reader.body().readNBytes(1000);
      Content young = Content.of(1 << 20);
      replace(key, young);
      assertArrayEquals(old.bytes(0, 1000), start);
      assertArrayEquals(old.bytes(1000, old.length()), reader.body().readAllBytes());
      assertHolds(key, young);
    }
  }

  @Test
  public final void readersDuringReplacesSeeOneOrTheOther() throws Exception {
    StorageKey key = newKey();
    List<Content> contents = List.of(Content.of(150_000), Content.of(40_000));
    put(key, contents.get(0));
    var done = new AtomicBoolean();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      work.add(() -> readUntil(done, key, contents));
    }
    work.add(() -> {
      try {
        for (int i = 1; i <= 40; i++) {
          replace(key, contents.get(i % 2));
        }
        return 1;
      } finally {
        done.set(true);
      }
    });
    List<Integer> counts = inParallel(work);
    assertTrue(counts.stream().allMatch(count -> count > 0), "a reader never came to read");
  }

  @Test
  public final void ofThreadsThatPutOneKeyExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      StorageKey key = newKey();
      var together = new CyclicBarrier(THREADS);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Content mine = new Content(i, 5000 + i);
        work.add(() -> {
          together.await(30, TimeUnit.SECONDS);
          return wins(key, mine);
        });
      }
      List<Boolean> won = inParallel(work);
      assertEquals(1, won.stream().filter(w -> w).count(), "winners of one key");
      int winner = won.indexOf(true);
      assertHolds(key, new Content(winner, 5000 + winner));
    }
  }

  @Test
  public final void manyThreadsPutTheirOwnKeys() throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      work.add(() -> {
        StorageKey key = newKey();
        Content content = Content.of(20_000);
        put(key, content);
        assertHolds(key, content);
        service().delete(key);
        assertAbsent(key);
        return true;
      });
    }
    assertEquals(60, inParallel(work).size());
  }

  @Test
  public final void virtualThreadsMayUseIt() throws Exception {
    StorageKey key = newKey();
    Content content = Content.of(20_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> put(key, content)).get(60, TimeUnit.SECONDS);
      threads
          .submit(() -> {
            assertHolds(key, content);
            return true;
          })
          .get(60, TimeUnit.SECONDS);
    }
  }

  private void assertWorksAsKey(String text) throws IOException {
    StorageKey key = remember(StorageKey.of(text));
    Content content = Content.of(1234);
    put(key, content);
    assertHolds(key, content);
    service().delete(key);
    assertAbsent(key);
  }

  private boolean wins(StorageKey key, Content mine) throws IOException {
    try {
      put(key, mine);
      return true;
    } catch (ObjectExistsException lost) {
      return false;
    }
  }

  /**
   * Whether what is told of an object, and its bytes, are of one version even at the moment when it
   * is replaced. Override it for a test server that looks them up one after the other; its bytes
   * must be those of one version all the same.
   */
  protected boolean tellsOneVersion() {
    return true;
  }

  private static boolean isAllOf(Content content, byte[] body) {
    try {
      return content.isAllOf(new ByteArrayInputStream(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int readUntil(AtomicBoolean done, StorageKey key, List<Content> contents)
      throws IOException {
    int count = 0;
    do {
      try (ObjectReader reader = service().open(key)) {
        Content said =
            contents.stream()
                .filter(content -> content.length() == reader.object().byteSize())
                .findFirst()
                .orElseThrow(() -> new AssertionError("a size that was never put"));
        if (tellsOneVersion()) {
          assertSays(key, said, reader.object());
          assertTrue(said.isAllOf(reader.body()), "a reader saw a mixture");
        } else {
          Checksums told = reader.object().checksums();
          assertTrue(
              contents.stream()
                  .anyMatch(content -> told.firstDifference(content.checksums()).isEmpty()),
              "checksums that were never put");
          byte[] body = reader.body().readAllBytes();
          assertTrue(
              contents.stream().anyMatch(content -> isAllOf(content, body)),
              "a reader saw a mixture");
        }
      }
      count++;
    } while (!done.get());
    return count;
  }

  private static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work, 120, TimeUnit.SECONDS)) {
        results.add(resultOf(future));
      }
      return results;
    }
  }

  private static <T> T resultOf(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }
}
