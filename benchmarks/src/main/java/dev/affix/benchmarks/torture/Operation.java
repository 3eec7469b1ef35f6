package dev.affix.benchmarks.torture;

/** What a service is asked to do. */
enum Operation {
  PUT,
  PUT_UNKNOWN_LENGTH,
  PUT_IN_PARTS,
  REPLACE,
  READ,
  READ_RANGE,
  HEAD,
  DELETE,
  LIST,
  COPY;

  /** Whether it brings a body. */
  boolean isPut() {
    return switch (this) {
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS, REPLACE -> true;
      case READ, READ_RANGE, HEAD, DELETE, LIST, COPY -> false;
    };
  }
}
