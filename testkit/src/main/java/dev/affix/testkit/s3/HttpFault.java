package dev.affix.testkit.s3;

import dev.affix.testkit.Gate;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@link FaultProxy} does to a request or its answer. Positions count the bytes of a body,
 * without HTTP's own chunks; a body that is shorter is cut at its end.
 */
public sealed interface HttpFault {

  /** The request reaches the server {@code time} later. */
  record Delay(Duration time) implements HttpFault {}

  /** The request waits at {@code gate}, then goes on. */
  record Hang(Gate gate) implements HttpFault {}

  /**
   * The server does not see the request; the client gets {@code status} and S3's error document.
   */
  record Answer(int status, Optional<Duration> retryAfter) implements HttpFault {}

  /** The client's connection is reset after {@code bytes} of the request's body went on. */
  record CutRequest(long bytes) implements HttpFault {}

  /** The byte at {@code position} of the request's body reaches the server with one bit changed. */
  record CorruptRequest(long position) implements HttpFault {}

  /** The server does its work, and the client's connection is reset instead of an answer. */
  record LoseAnswer() implements HttpFault {}

  /**
   * The client's connection ends after {@code bytes} of the answer's body, of which more is
   * announced.
   */
  record CutAnswer(long bytes) implements HttpFault {}

  /** The answer stops after {@code bytes} of its body, and goes on when {@code gate} opens. */
  record HangInAnswer(long bytes, Gate gate) implements HttpFault {}

  /** The byte at {@code position} of the answer's body reaches the client with one bit changed. */
  record CorruptAnswer(long position) implements HttpFault {}

  /**
   * The answer is {@code bytes} long and says so: to HTTP it is whole, only its checksum and
   * whoever knows the length can tell.
   */
  record TruncateAnswer(long bytes) implements HttpFault {}

  /** Makes it late. */
  static HttpFault delay(Duration time) {
    return new Delay(time);
  }

  /** Stops it on its way to the server. */
  static HttpFault hang(Gate gate) {
    return new Hang(gate);
  }

  /** Answers in the server's place, as 503 {@code SlowDown} or 500 {@code InternalError}. */
  static HttpFault answer(int status) {
    return new Answer(status, Optional.empty());
  }

  /** Answers in the server's place and says when to come again, in whole seconds. */
  static HttpFault answer(int status, Duration retryAfter) {
    return new Answer(status, Optional.of(retryAfter));
  }

  /** Resets the connection within the request. */
  static HttpFault cutRequest(long bytes) {
    return new CutRequest(bytes);
  }

  /** Spoils what the server gets. */
  static HttpFault corruptRequest(long position) {
    return new CorruptRequest(position);
  }

  /** Hides that the work was done. */
  static HttpFault loseAnswer() {
    return new LoseAnswer();
  }

  /** Ends the connection within the answer. */
  static HttpFault cutAnswer(long bytes) {
    return new CutAnswer(bytes);
  }

  /** Stops within the answer. */
  static HttpFault hangInAnswer(long bytes, Gate gate) {
    return new HangInAnswer(bytes, gate);
  }

  /** Spoils what the client gets. */
  static HttpFault corruptAnswer(long position) {
    return new CorruptAnswer(position);
  }

  /** Shortens the answer in good form. */
  static HttpFault truncateAnswer(long bytes) {
    return new TruncateAnswer(bytes);
  }
}
