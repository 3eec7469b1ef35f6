package dev.affix.s3;

import dev.affix.testkit.s3.SeenRequest;
import java.util.function.Predicate;

/** What a service is asked to do in {@link FaultMatrixTest}, and which of its requests does it. */
enum MatrixOperation {
  PUT(request -> request.method().equals("PUT")),
  REPLACE(request -> request.method().equals("PUT")),
  SEND_PART(request -> request.query().contains("partNumber=")),
  COMPLETE(request -> request.method().equals("POST") && request.query().contains("uploadId=")),
  READ(request -> request.method().equals("GET")),
  READ_RANGE(request -> request.method().equals("GET")),
  HEAD(request -> request.method().equals("HEAD")),
  LIST(request -> request.method().equals("GET")),
  COPY(request -> request.header("x-amz-copy-source").isPresent()),
  DELETE(request -> request.method().equals("DELETE")),
  DELETE_ALL(request -> request.method().equals("POST"));

  private final Predicate<SeenRequest> main;

  MatrixOperation(Predicate<SeenRequest> main) {
    this.main = main;
  }

  /** The request whose fault is meant, not those that look before or set right afterwards. */
  Predicate<SeenRequest> main() {
    return main;
  }

  boolean isInParts() {
    return this == SEND_PART || this == COMPLETE;
  }

  boolean isRead() {
    return this == READ || this == READ_RANGE;
  }

  /** Whether a look afterwards tells what became of a request whose answer did not come. */
  boolean isFoundOut() {
    return switch (this) {
      case PUT, REPLACE, COMPLETE, COPY -> true;
      case SEND_PART, READ, READ_RANGE, HEAD, LIST, DELETE, DELETE_ALL -> false;
    };
  }

  boolean getsABody() {
    return switch (this) {
      case READ, READ_RANGE, LIST, COMPLETE, COPY, DELETE_ALL -> true;
      case PUT, REPLACE, SEND_PART, HEAD, DELETE -> false;
    };
  }
}
