package dev.affix.internal.handles;

import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRow;
import java.net.URI;

/** URLs of attachments: pure, from loaded rows alone. */
public interface Links {

  URI original(AttachmentMapping mapping, AttachmentRow row);

  /**
   * The URL of a declared variant.
   *
   * @throws IllegalArgumentException if no such variant is declared
   */
  URI variant(AttachmentMapping mapping, AttachmentRow row, String variant);
}
