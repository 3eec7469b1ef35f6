package dev.affix.serving;

/**
 * The application's word on who may read a {@link dev.affix.Visibility#GUARDED} file. Asked once
 * for every request, HEAD and 304 included; never for public and signed files, whose URL is the
 * permission. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface AccessCheck {

  /** Nobody; in force until the application gives a check of its own. */
  AccessCheck DENY = (request, file) -> false;

  /**
   * Whether the one who asks may read this file now. False is answered with 403, an exception with
   * 500; neither is kept by a cache.
   */
  boolean allows(FileRequest request, GuardedFile file);
}
