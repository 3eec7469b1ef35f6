package dev.affix.internal.handles;

import dev.affix.Upload;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.model.Blob;

/** What may be attached. */
public sealed interface Source {

  /** What is known of it before anything is done. */
  FileFacts facts();

  /** Bytes that are not stored yet. */
  record Fresh(Upload upload) implements Source {
    @Override
    public FileFacts facts() {
      return new FileFacts(upload.filename(), null, upload.length());
    }
  }

  /** Stored, attached nowhere, to be used once. */
  record Staged(Blob blob) implements Source {
    @Override
    public FileFacts facts() {
      return FileFacts.of(blob);
    }
  }

  /** Attached elsewhere, or retained. */
  record Shared(Blob blob) implements Source {
    @Override
    public FileFacts facts() {
      return FileFacts.of(blob);
    }
  }
}
