package dev.affix.testkit.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An error as S3 says it. */
final class ErrorAnswer {
  private ErrorAnswer() {}

  static void write(HttpFault.Answer answer, MessageHead request, OutputStream out)
      throws IOException {
    byte[] body =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>%s</Code><Message>scripted by a test</Message><RequestId>0</RequestId></Error>
        """
            .formatted(code(answer.status()))
            .getBytes(StandardCharsets.UTF_8);
    List<String> headers = new ArrayList<>();
    headers.add("Content-Type: application/xml");
    headers.add("Content-Length: " + body.length);
    headers.add("Connection: close");
    answer.retryAfter().ifPresent(time -> headers.add("Retry-After: " + time.toSeconds()));
    out.write(new MessageHead("HTTP/1.1 " + answer.status() + " Scripted", headers).bytes());
    if (!request.word(0).equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  private static String code(int status) {
    return switch (status) {
      case 403 -> "AccessDenied";
      case 404 -> "NoSuchKey";
      case 409 -> "OperationAborted";
      case 412 -> "PreconditionFailed";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "SlowDown";
      default -> "Scripted" + status;
    };
  }
}
