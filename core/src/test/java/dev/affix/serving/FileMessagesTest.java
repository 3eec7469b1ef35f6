package dev.affix.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.serving.FileResponse.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileMessagesTest {

  @Test
  void headersOfARequestHaveNoCaseAndAreJoined() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("if-none-match", "\"a\"");
    headers.put("If-None-Match", "\"b\"");
    var request = new FileRequest("GET", "/t/n", headers, null).withHeader("RANGE", "bytes=0-1");
    assertThat(request.header("If-None-MATCH")).contains("\"a\", \"b\"");
    assertThat(request.header("Range")).contains("bytes=0-1");
    assertThat(request.withHeader("range", "bytes=3-4").header("Range"))
        .contains("bytes=0-1, bytes=3-4");
    assertThat(request.header("Accept")).isEmpty();
  }

  @Test
  void aRequestShowsNeitherPathNorHeaders() {
    var request = FileRequest.of("GET", "/secret/x").withHeader("Cookie", "secret");
    assertThat(request.withPrincipal("secret")).hasToString("FileRequest[GET]");
  }

  @Test
  void writesExactlyTheBodyAndClosesOnce() throws IOException {
    var closed = new AtomicInteger();
    byte[] bytes = new byte[200_000];
    bytes[199_999] = 7;
    var out = new ByteArrayOutputStream();
    FileResponse response = stream(bytes, 150_000, closed);
    response.writeTo(out);
    response.close();
    response.close();
    assertThat(out.size()).isEqualTo(150_000);
    assertThat(closed).hasValue(1);
  }

  @Test
  void aBodyThatEndsEarlyIsAnError() {
    try (var response = stream(new byte[10], 11, new AtomicInteger())) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(() -> response.writeTo(new ByteArrayOutputStream()))
          .withMessageContaining("1 bytes too early");
    }
  }

  @Test
  void noAnswerSetsACookieOrBreaksALine() {
    var none = new Body.None();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileResponse(200, Map.of("set-cookie", "a=b"), none, () -> {}))
        .withMessageContaining("cookie");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileResponse(200, Map.of("ETag", "a\r\nX: y"), none, () -> {}))
        .withMessageContaining("\"ETag\"");
  }

  @Test
  void nobodyIsAllowedByDefault() {
    var file = new GuardedFile(new java.util.UUID(1, 2), new java.util.UUID(3, 4), "p", "1", "i");
    assertThat(AccessCheck.DENY.allows(FileRequest.of("GET", "/"), file)).isFalse();
  }

  @Test
  void limitsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServingLimits.DEFAULTS.withReadsPerService(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServingLimits.DEFAULTS.withFirstByte(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServingLimits.DEFAULTS.withPlaceWait(Duration.ofHours(2)));
    assertThat(ServingLimits.DEFAULTS.withPlaceWait(Duration.ZERO).placeWait()).isZero();
  }

  private static FileResponse stream(byte[] bytes, long length, AtomicInteger closed) {
    var body = new Body.Stream(new ByteArrayInputStream(bytes), length);
    return new FileResponse(200, Map.of(), body, closed::incrementAndGet);
  }
}
