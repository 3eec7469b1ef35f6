package dev.affix.internal.serving;

import dev.affix.storage.StorageKey;
import java.util.UUID;

/** Port: makes a variant, or finds out what became of it. Safe for use by many threads. */
@FunctionalInterface
public interface VariantProducer {

  /**
   * Asked when a variant's object is not where the token says: it was never made, has moved, or was
   * lost. May wait a moment for the work; must bound that wait itself, and the number of works at a
   * time.
   *
   * @param service where the token says that the blob is; it may have moved since
   * @param blobKey the blob's key, likewise
   */
  VariantOutcome produce(
      UUID blobId, String service, StorageKey blobKey, String variantName, String digest);
}
