package dev.affix.internal.serving;

import dev.affix.serving.GuardedFile;
import java.util.Optional;
import java.util.UUID;

/**
 * Port: the two questions about rows that serving may have to ask. The handler remembers answers
 * for a few seconds and limits how many are asked at a time. Safe for use by many threads.
 */
public interface BlobLookup {

  /** The attachment as it is now; empty if it is gone. */
  Optional<GuardedFile> attachment(UUID attachmentId);

  /** Where a blob's bytes are now; empty if it is gone or has none. */
  Optional<BlobLocation> locate(UUID blobId);
}
