package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.Presigning.PresignedPut;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** URLs, sent by a client that knows nothing of S3, to servers that check them. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class PresignTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final byte[] BODY = Bytes.random(3000);
  // By the Fetch standard scripts cannot set these.
  private static final List<String> FORBIDDEN =
      List.of("host", "content-length", "date", "expect", "connection", "user-agent", "origin");

  private final S3Service service;
  private final StorageKey key = StorageKey.of("contract/" + StorageKey.random() + "/ä b+c.png");
  private final HttpClient http = HttpClient.newHttpClient();

  PresignTest(Kind kind) {
    service = Store.on(kind).service().build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Test
  void readGivesTypeAndDispositionOfTheUrl() throws Exception {
    service.put(PutRequest.of(key, "text/plain"), new ByteArrayInputStream(BODY));
    URI url = service.presignRead("GET", key, "image/png", "attachment; filename=\"ä.png\"", HOUR);
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BODY);
    assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
    assertThat(answer.headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment; filename=");
  }

  @Test
  void urlIsGoodForOneMethod() throws Exception {
    service.put(PutRequest.of(key, "text/plain"), new ByteArrayInputStream(BODY));
    URI head = service.presignRead("HEAD", key, "", "", HOUR);
    assertThat(status(HttpRequest.newBuilder(head).HEAD())).isEqualTo(200);
    assertThat(status(HttpRequest.newBuilder(head))).isEqualTo(403);
    URI get = service.presignRead("GET", key, "", "", HOUR);
    assertThat(status(HttpRequest.newBuilder(get).HEAD())).isEqualTo(403);
    assertThat(status(HttpRequest.newBuilder(get).DELETE())).isEqualTo(403);
    assertThat(service.head(key)).isPresent();
  }

  @Test
  void alteredReadIsRefused() throws Exception {
    service.put(PutRequest.of(key, "text/plain"), new ByteArrayInputStream(BODY));
    StorageKey other = StorageKey.random();
    service.put(PutRequest.of(other, "text/plain"), new ByteArrayInputStream(BODY));
    String url = service.presignRead("GET", other, "image/png", "", HOUR).toString();
    assertThat(status(HttpRequest.newBuilder(URI.create(url)))).isEqualTo(200);
    for (String altered :
        List.of(
            url.replace("image%2Fpng", "text%2Fhtml"),
            url.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000"),
            url.replace(other.value(), key.value().replace("ä b+", "%C3%A4%20b%2B")))) {
      assertThat(altered).isNotEqualTo(url);
      assertThat(status(HttpRequest.newBuilder(URI.create(altered)))).as(altered).isEqualTo(403);
    }
  }

  @Test
  void expiredUrlIsRefused() throws Exception {
    service.put(PutRequest.of(key, "text/plain"), new ByteArrayInputStream(BODY));
    URI url = service.presignRead("GET", key, "", "", Duration.ofSeconds(1));
    Instant end = Instant.now().plusSeconds(20);
    int status = status(HttpRequest.newBuilder(url));
    while (status == 200 && Instant.now().isBefore(end)) {
      status = status(HttpRequest.newBuilder(url));
    }
    assertThat(status).isEqualTo(403);
  }

  @Test
  void putStoresWhatTheRequestDescribes() throws Exception {
    PresignedPut put = service.presignPut(request(), HOUR);
    assertThat(put.headers().keySet())
        .noneMatch(name -> FORBIDDEN.contains(name.toLowerCase(java.util.Locale.ROOT)));
    assertThat(new TreeSet<>(put.headers().keySet()))
        .containsExactly("content-md5", "content-type", "if-none-match", "x-amz-checksum-crc32c");
    assertThat(send(put, put.headers(), BODY)).isEqualTo(200);
    assertThat(service.head(key).orElseThrow().byteSize()).isEqualTo(BODY.length);
    // The place is taken now, so the URL stores nothing more.
    assertThat(send(put, put.headers(), BODY)).isEqualTo(412);
  }

  @Test
  void putOfOtherBytesIsRefused() throws Exception {
    PresignedPut put = service.presignPut(request(), HOUR);
    byte[] other = BODY.clone();
    other[7]++;
    assertThat(send(put, put.headers(), other)).isEqualTo(400);
    assertThat(send(put, put.headers(), Bytes.random(BODY.length + 1))).isIn(400, 403);
    assertThat(send(put, put.headers(), Bytes.random(BODY.length - 1))).isIn(400, 403);
    assertThat(service.head(key)).isEmpty();
  }

  @Test
  void putOfAnotherTypeIsRefused() throws Exception {
    PresignedPut put = service.presignPut(request(), HOUR);
    Map<String, String> headers = new HashMap<>(put.headers());
    headers.put("content-type", "text/html");
    assertThat(send(put, headers, BODY)).isEqualTo(403);
    assertThat(service.head(key)).isEmpty();
  }

  @Test
  void putOfUnknownLengthIsNotSigned() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.presignPut(PutRequest.of(key, "image/png"), HOUR))
        .withMessageContaining("expected length");
  }

  @Test
  void lifetimesBeyondAWeekAreNotSigned() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.presignRead("GET", key, "", "", Duration.ofDays(8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.presignRead("GET", key, "", "", Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.presignRead("DELETE", key, "", "", HOUR));
  }

  private PutRequest request() throws IOException {
    try (ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(BODY))) {
      stream.readAllBytes();
      Checksums all = stream.checksums();
      return PutRequest.of(key, "image/png")
          .withLength(BODY.length)
          .withChecksums(new Checksums(all.md5(), null, all.crc32c()));
    }
  }

  private int send(PresignedPut put, Map<String, String> headers, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(put.url()).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return status(request);
  }

  private int status(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)).statusCode();
  }
}
