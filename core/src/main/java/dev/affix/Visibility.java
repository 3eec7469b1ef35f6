package dev.affix;

/** Who may read a file through its URL, and how long the URL works. */
public enum Visibility {
  /**
   * Whoever has the URL, as long as the file exists. The URL never changes, so that browsers and
   * shared caches keep the file for long.
   */
  PUBLIC,
  /**
   * Whoever has the URL, until it expires. The end is rounded to a window, so that pages rendered
   * within one window carry the same URL and caches still work; see {@link Urls}.
   */
  SIGNED,
  /**
   * Whom the application's {@link dev.affix.serving.AccessCheck} allows, asked at every request,
   * and only while the attachment exists. No cache keeps the file.
   */
  GUARDED
}
