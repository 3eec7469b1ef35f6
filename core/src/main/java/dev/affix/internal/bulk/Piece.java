package dev.affix.internal.bulk;

/** A piece of work on a file; its text is what reports call it. */
public interface Piece {
  /** The file that it is found at. */
  Position file();
}
