package dev.affix.image;

/** How much to find out of a picture while it is staged. */
public enum Analysis {
  /** What the header tells: sizes, frames, transparency. No pixel is decoded. */
  HEADER,
  /** The header, and a {@link Placeholder}, for which the picture is decoded and made small. */
  PLACEHOLDER
}
