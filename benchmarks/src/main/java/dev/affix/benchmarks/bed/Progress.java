package dev.affix.benchmarks.bed;

/** Tells people on standard error how far it is. */
public final class Progress {
  private Progress() {}

  public static void say(String message) {
    System.err.println(message);
  }
}
