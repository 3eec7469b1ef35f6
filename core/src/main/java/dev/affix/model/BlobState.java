package dev.affix.model;

/** Where a blob stands in its life. */
public enum BlobState {
  /** Named by a row, perhaps stored, attached nowhere; expires. */
  STAGED,
  /** Stored, verified, and attached. */
  STORED,
  /** Stored and verified, attached nowhere any more, kept on purpose. */
  RETAINED
}
