package dev.affix.internal.signing;

/** What a browser is told to do with a file. */
public enum Disposition {
  /** Show it, if its type may be shown. */
  INLINE,
  /** Save it. */
  ATTACHMENT
}
