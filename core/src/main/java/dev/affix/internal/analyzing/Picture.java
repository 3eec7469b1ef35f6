package dev.affix.internal.analyzing;

import dev.affix.internal.bulk.Piece;
import dev.affix.internal.bulk.Position;
import dev.affix.model.Blob;

/** A picture to look at. */
record Picture(Blob blob, Position file) implements Piece {
  @Override
  public String toString() {
    return blob.toString();
  }
}
