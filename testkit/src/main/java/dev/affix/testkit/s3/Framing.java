package dev.affix.testkit.s3;

/** How a message says where its body ends (RFC 9112, section 6.3). */
sealed interface Framing {

  /** It has none. */
  record None() implements Framing {}

  /** By its length. */
  record Length(long bytes) implements Framing {}

  /** By an empty last chunk. */
  record Chunked() implements Framing {}

  /** By the end of the connection. */
  record UntilEnd() implements Framing {}

  static Framing ofRequest(MessageHead head) {
    return named(head, new None());
  }

  static Framing ofAnswer(MessageHead head, String method) {
    int status = head.status();
    boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return none ? new None() : named(head, new UntilEnd());
  }

  private static Framing named(MessageHead head, Framing otherwise) {
    if (head.says("Transfer-Encoding", "chunked")) {
      return new Chunked();
    }
    return head.header("Content-Length")
        .<Framing>map(length -> new Length(Long.parseLong(length)))
        .orElse(otherwise);
  }
}
