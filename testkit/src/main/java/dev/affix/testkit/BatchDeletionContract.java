package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.BatchDeletion;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Everything {@link BatchDeletion} promises, as tests; extend it as {@link StorageServiceContract}.
 */
public abstract class BatchDeletionContract extends ContractCase {

  @Override
  protected abstract StorageService service();

  @Test
  public final void removesExactlyTheseKeys() throws IOException {
    StorageKey doomed = newKey();
    StorageKey variant = remember(doomed.variant("0123"));
    StorageKey unusual =
        remember(
            StorageKey.of("contract/" + StorageKey.random() + "/a b+c%2F&d<e>\"f'/é\uD83D\uDE00"));
    Content content = Content.of(10);
    for (StorageKey key : List.of(doomed, variant, unusual)) {
      put(key, content);
    }
    assertEquals(Map.of(), deletion().deleteAll(List.of(doomed, unusual)));
    assertAbsent(doomed);
    assertAbsent(unusual);
    assertHolds(variant, content);
  }

  @Test
  public final void absentAndRepeatedKeysAreNoFailures() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(10));
    assertEquals(Map.of(), deletion().deleteAll(List.of(key, newKey(), key)));
    assertEquals(Map.of(), deletion().deleteAll(List.of(key)));
    assertEquals(Map.of(), deletion().deleteAll(List.of()));
    assertAbsent(key);
  }

  @Test
  public final void removesMoreKeysThanAPage() throws IOException {
    List<StorageKey> keys = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      keys.add(StorageKey.random());
    }
    // First, last, and those at the border of a thousand.
    List<StorageKey> there = List.of(keys.get(0), keys.get(999), keys.get(1000), keys.get(1099));
    for (StorageKey key : there) {
      service().put(request(remember(key)), InputStream.nullInputStream());
    }
    assertEquals(Map.of(), deletion().deleteAll(keys));
    there.forEach(this::assertAbsent);
  }

  private BatchDeletion deletion() {
    assertTrue(service() instanceof BatchDeletion, "the service cannot delete in batches");
    return (BatchDeletion) service();
  }
}
