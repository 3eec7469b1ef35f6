package dev.affix.serving;

/**
 * Answers requests for files. Safe for use by many threads, virtual ones too; holds no lock and no
 * database connection while an answer is written.
 */
@FunctionalInterface
public interface FileHandler {

  /**
   * The answer, whatever was asked; failures are answers, too (404, 503 ..), so this throws nothing
   * but what a broken virtual machine throws. The caller closes the answer, also when writing it
   * failed: until then it may hold an open file and one of a limited number of places.
   */
  FileResponse handle(FileRequest request);
}
