package dev.affix.s3;

import dev.affix.testkit.s3.SeenRequest;

/** What a service is asked to do in {@link FaultMatrixTest}, and which of its requests does it. */
enum MatrixOperation {
  PUT,
  REPLACE,
  SEND_PART,
  COMPLETE,
  READ,
  READ_RANGE,
  HEAD,
  LIST,
  COPY,
  DELETE,
  DELETE_ALL;

  /** Whether it is the request whose fault is meant, none that looks before or sets right. */
  boolean isDoneBy(SeenRequest request) {
    return switch (this) {
      case PUT, REPLACE -> request.method().equals("PUT");
      case SEND_PART -> request.query().contains("partNumber=");
      case COMPLETE -> request.method().equals("POST") && request.query().contains("uploadId=");
      case READ, READ_RANGE, LIST -> request.method().equals("GET");
      case HEAD -> request.method().equals("HEAD");
      case COPY -> request.header("x-amz-copy-source").isPresent();
      case DELETE -> request.method().equals("DELETE");
      case DELETE_ALL -> request.method().equals("POST");
    };
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
