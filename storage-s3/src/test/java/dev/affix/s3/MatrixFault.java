package dev.affix.s3;

import static dev.affix.s3.MatrixFault.Outcome.BROKEN;
import static dev.affix.s3.MatrixFault.Outcome.DONE;
import static dev.affix.s3.MatrixFault.Outcome.REFUSED;
import static dev.affix.s3.MatrixFault.Outcome.UNAVAILABLE;

import dev.affix.testkit.Gate;
import dev.affix.testkit.s3.HttpFault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Every fault of the proxy, and what an operation is expected to make of it. */
enum MatrixFault {
  DELAY,
  HANG,
  BUSY,
  BUSY_FOR_A_SECOND,
  FAILING,
  FORBIDDEN,
  CUT_REQUEST,
  CORRUPT_REQUEST,
  LOSE_ANSWER,
  CUT_ANSWER,
  HANG_IN_ANSWER,
  CORRUPT_ANSWER,
  TRUNCATE_ANSWER;

  /** Within the head of an answer in XML, and within every body that is read or sent. */
  private static final int POSITION = 5;

  /** Which requests meet the fault. */
  enum Struck {
    /** The first try of the request that does it. */
    ONCE,
    /** Every try of it. */
    MAIN,
    /** Every request, also those that look before and set right afterwards. */
    ALL
  }

  /** How a call ends. */
  enum Outcome {
    /** As if nothing had been. */
    DONE,
    /** By a {@code StorageUnavailableException}. */
    UNAVAILABLE,
    /** By another {@code StorageException}. */
    REFUSED,
    /** By an {@code IOException} of the body read. */
    BROKEN
  }

  HttpFault fault(Gate gate) {
    return switch (this) {
      case DELAY -> HttpFault.delay(Duration.ofMillis(50));
      case HANG -> HttpFault.hang(gate);
      case BUSY -> HttpFault.answer(503);
      case BUSY_FOR_A_SECOND -> HttpFault.answer(503, Duration.ofSeconds(1));
      case FAILING -> HttpFault.answer(500);
      case FORBIDDEN -> HttpFault.answer(403);
      case CUT_REQUEST -> HttpFault.cutRequest(POSITION);
      case CORRUPT_REQUEST -> HttpFault.corruptRequest(POSITION);
      case LOSE_ANSWER -> HttpFault.loseAnswer();
      case CUT_ANSWER -> HttpFault.cutAnswer(POSITION);
      case HANG_IN_ANSWER -> HttpFault.hangInAnswer(POSITION, gate);
      case CORRUPT_ANSWER -> HttpFault.corruptAnswer(POSITION);
      case TRUNCATE_ANSWER -> HttpFault.truncateAnswer(POSITION);
    };
  }

  Set<Outcome> expected(Struck struck, MatrixOperation operation) {
    return switch (this) {
      case DELAY -> EnumSet.of(DONE);
      case HANG -> afterHang(struck, operation);
      case BUSY, BUSY_FOR_A_SECOND, FAILING ->
          EnumSet.of(struck == Struck.ONCE ? DONE : UNAVAILABLE);
      case FORBIDDEN -> EnumSet.of(REFUSED);
      case CUT_REQUEST -> afterCutRequest(struck, operation);
      case LOSE_ANSWER -> afterNoAnswer(struck, operation);
      case CORRUPT_REQUEST -> afterCorruptRequest(operation);
      case CUT_ANSWER, HANG_IN_ANSWER -> afterHalfAnAnswer(struck, operation);
      case CORRUPT_ANSWER, TRUNCATE_ANSWER -> afterWrongAnswer(operation);
    };
  }

  private static Set<Outcome> afterHang(Struck struck, MatrixOperation operation) {
    if (struck != Struck.ONCE) {
      return EnumSet.of(UNAVAILABLE);
    }
    // A connection that takes no more bytes has no limit but that of the whole request, so there
    // may be no time for another try.
    return operation == MatrixOperation.SEND_PART
        ? EnumSet.of(DONE, UNAVAILABLE)
        : EnumSet.of(DONE);
  }

  private static Set<Outcome> afterCorruptRequest(MatrixOperation operation) {
    return switch (operation) {
      case PUT, REPLACE, SEND_PART -> EnumSet.of(REFUSED);
      // Not all stores compare the checksum of what is no object, but XML.
      case COMPLETE, DELETE_ALL -> EnumSet.of(DONE, REFUSED, UNAVAILABLE);
      case READ, READ_RANGE, HEAD, LIST, COPY, DELETE -> EnumSet.of(DONE);
    };
  }

  private static Set<Outcome> afterNoAnswer(Struck struck, MatrixOperation operation) {
    boolean recovers = struck != Struck.ALL && operation.isFoundOut();
    return EnumSet.of(struck == Struck.ONCE || recovers ? DONE : UNAVAILABLE);
  }

  private static Set<Outcome> afterCutRequest(Struck struck, MatrixOperation operation) {
    if (struck == Struck.ONCE) {
      return EnumSet.of(DONE);
    }
    // A copy has no body to be cut within: the store may be at it already.
    return operation == MatrixOperation.COPY && struck == Struck.MAIN
        ? EnumSet.of(DONE, UNAVAILABLE)
        : EnumSet.of(UNAVAILABLE);
  }

  private static Set<Outcome> afterHalfAnAnswer(Struck struck, MatrixOperation operation) {
    if (operation.isRead()) {
      return EnumSet.of(BROKEN);
    }
    if (!operation.getsABody() && !operation.isInParts()) {
      return EnumSet.of(DONE, UNAVAILABLE);
    }
    if (operation == MatrixOperation.SEND_PART) {
      return struck == Struck.ALL ? EnumSet.of(UNAVAILABLE) : EnumSet.of(DONE, UNAVAILABLE);
    }
    if (operation == MatrixOperation.COPY && struck == Struck.ALL) {
      return EnumSet.of(DONE, UNAVAILABLE); // the look afterwards gets no body
    }
    // An answer that breaks off in its body is not tried again, but a look may tell.
    return EnumSet.of(struck != Struck.ALL && operation.isFoundOut() ? DONE : UNAVAILABLE);
  }

  private Set<Outcome> afterWrongAnswer(MatrixOperation operation) {
    return switch (operation) {
      // The checksum of the whole tells.
      case READ -> EnumSet.of(BROKEN);
      case READ_RANGE -> this == CORRUPT_ANSWER ? EnumSet.of(DONE) : EnumSet.of(REFUSED);
      // XML that is not well-formed; where it is, nothing but TLS tells that it was altered.
      case LIST, DELETE_ALL, COMPLETE, COPY, SEND_PART -> EnumSet.of(DONE, UNAVAILABLE);
      case PUT, REPLACE, HEAD, DELETE -> EnumSet.of(DONE);
    };
  }
}
