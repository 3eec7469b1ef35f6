package dev.affix.internal.moving;

/** What became of a blob that was to be moved. */
sealed interface Outcome {

  /**
   * Its rows name the new place.
   *
   * @param files original and variants
   * @param there those of them that an earlier try had brought already
   */
  record Moved(int files, int there, long bytes) implements Outcome {}

  /** There is nothing to do any more: it was purged, or somebody else moved it. */
  record Gone() implements Outcome {}

  /** It is in use; a later run may take it. */
  record Skipped(String reason) implements Outcome {}

  /** It stays where it was. */
  record Failed(String reason) implements Outcome {}

  /** Worth another try at once; after several it is this. */
  record Again(Outcome otherwise) implements Outcome {}
}
