package dev.affix.testkit;

import dev.affix.storage.StorageException;
import dev.affix.storage.StorageUnavailableException;
import java.time.Duration;

/** What {@link FaultyService} does to a call. */
public sealed interface Fault {

  /** The call fails before anything happened. */
  record FailBefore(StorageException failure) implements Fault {}

  /** The call does its work, and fails then: the answer is lost. */
  record FailAfter(StorageException failure) implements Fault {}

  /**
   * A put fails although its request is still on its way: it takes effect at {@link
   * FaultyService#arrive()}. Any other call fails before anything happened.
   */
  record Late(StorageException failure) implements Fault {}

  /** The body of an opened object ends after {@code bytes} bytes as if that were all. */
  record Truncate(long bytes) implements Fault {}

  /** The body of an opened object throws an {@link java.io.IOException} after {@code bytes}. */
  record BreakOff(long bytes) implements Fault {}

  /** The call waits at {@code gate}, then does its work. */
  record Hang(Gate gate) implements Fault {}

  /** The call takes {@code time} longer. */
  record Delay(Duration time) implements Fault {}

  /** Fails with {@link StorageUnavailableException} before anything happened. */
  static Fault failBefore() {
    return new FailBefore(new StorageUnavailableException("scripted: failed before", null));
  }

  /** Fails with {@link StorageUnavailableException} when the work is done. */
  static Fault failAfter() {
    return new FailAfter(new StorageUnavailableException("scripted: failed after", null));
  }

  /** Fails a put with {@link StorageUnavailableException} whose request arrives later. */
  static Fault late() {
    return new Late(new StorageUnavailableException("scripted: on its way", null));
  }

  /** Ends bodies early, silently. */
  static Fault truncate(long bytes) {
    return new Truncate(bytes);
  }

  /** Breaks bodies off with an exception. */
  static Fault breakOff(long bytes) {
    return new BreakOff(bytes);
  }

  /** Waits at the gate until a test opens it. */
  static Fault hang(Gate gate) {
    return new Hang(gate);
  }

  /** Slows the call down. */
  static Fault delay(Duration time) {
    return new Delay(time);
  }
}
