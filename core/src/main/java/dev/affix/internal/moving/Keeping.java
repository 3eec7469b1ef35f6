package dev.affix.internal.moving;

import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.rows.AttachmentRows;
import dev.affix.internal.rows.AttachmentRows.Use;
import dev.affix.internal.rows.Sql;
import dev.affix.storage.ObjectOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How files are to be kept where they go: as the attachments that have them say. Where those differ
 * the service does as it does with all.
 */
final class Keeping {
  private final AttachmentRows attachments;
  private final Mappings mappings;

  Keeping(AttachmentRows attachments, Mappings mappings) {
    this.attachments = attachments;
    this.mappings = mappings;
  }

  /** The options of these blobs; one that is missing has none. */
  Map<UUID, ObjectOptions> of(Sql sql, Collection<UUID> blobs) {
    Map<UUID, ObjectOptions> options = new HashMap<>();
    if (mappings.haveOptions()) {
      for (Use use : attachments.uses(sql, blobs)) {
        options.merge(
            use.blobId(),
            mappings.options(use.kind().ownerType(), use.kind().name()),
            (one, two) -> one.equals(two) ? one : ObjectOptions.NONE);
      }
    }
    return options;
  }
}
