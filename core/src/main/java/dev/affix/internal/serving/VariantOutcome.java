package dev.affix.internal.serving;

import dev.affix.storage.StorageKey;
import java.time.Duration;

/** What a {@link VariantProducer} has to say. */
public sealed interface VariantOutcome {

  /**
   * It is there, readable.
   *
   * @param contentType of what lies there
   */
  record Ready(String service, StorageKey key, String contentType) implements VariantOutcome {}

  /**
   * It is being made, or has to wait for its turn.
   *
   * @param retryAfter when to ask again
   */
  record Pending(Duration retryAfter) implements VariantOutcome {}

  /**
   * This node has begun as many as it may for now.
   *
   * @param retryAfter when it may begin another
   */
  record OverBudget(Duration retryAfter) implements VariantOutcome {}

  /** It cannot be made of these bytes. */
  record Failed() implements VariantOutcome {}

  /** There is no such blob, or none whose bytes are there, or no such variant any more. */
  record Gone() implements VariantOutcome {}
}
