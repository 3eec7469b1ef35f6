package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.s3.S3Service.Sizes;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests that took effect although their answers never came. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class LostAnswerTest {
  private static final int PART = 5 << 20;

  private final Store store;
  private final Losing losing = new Losing();
  private final String prefix = StorageKey.random() + "/";
  private final S3Client client;
  private final S3Service service;
  private final StorageKey key = StorageKey.random();

  LostAnswerTest(Kind kind) {
    store = Store.on(kind);
    S3TestServer server = store.server();
    AwsCredentialsProvider credentials = Store.credentials(server.accessKey(), server.secretKey());
    client =
        S3Client.builder()
            .region(Region.of(server.region()))
            .endpointOverride(server.endpoint())
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(
                o -> o.retryStrategy(RetryMode.STANDARD).addExecutionInterceptor(losing))
            .build();
    service =
        S3Service.builder(client)
            .bucket(store.bucket())
            .prefix(prefix)
            .profile(Store.PROFILE)
            .sizes(new Sizes(PART, PART, PART))
            .build();
  }

  /** Loses answers that tell of a success, as a connection does that breaks at that moment. */
  private static final class Losing implements ExecutionInterceptor {
    private final AtomicInteger left = new AtomicInteger();
    private SdkHttpMethod method = SdkHttpMethod.GET;
    private String mustContain = "";

    void lose(int count, SdkHttpMethod kind, String inQuery) {
      method = kind;
      mustContain = inQuery;
      left.set(count);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes a) {
      SdkHttpRequest request = context.httpRequest();
      boolean isMeant =
          request.method() == method
              && request.getUri().toString().contains(mustContain)
              && context.httpResponse().isSuccessful();
      if (isMeant && left.getAndDecrement() > 0) {
        throw SdkClientException.create("lost", new IOException("the connection broke"));
      }
    }
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @AfterEach
  void close() {
    service.close();
    client.close();
  }

  @Test
  void repeatedPutFindsItsOwnObject() throws IOException {
    losing.lose(1, SdkHttpMethod.PUT, key.value());
    StoredObject stored = service.put(PutRequest.of(key, ""), Bytes.text("mine"));
    assertThat(stored.byteSize()).isEqualTo(4);
    assertHolds("mine".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void putWhoseAnswersAreAllLostIsKnownByItsMark() throws IOException {
    losing.lose(100, SdkHttpMethod.PUT, key.value());
    service.put(PutRequest.of(key, "").replacing(), Bytes.text("mine"));
    assertHolds("mine".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void objectOfAnotherIsNotTakenForOnesOwn() throws IOException {
    service.put(PutRequest.of(key, ""), Bytes.text("mine"));
    assertThatThrownBy(() -> service.put(PutRequest.of(key, ""), Bytes.text("mine")))
        .isInstanceOf(ObjectExistsException.class);
  }

  @Test
  void lostEndOfAnUploadIsFoundOut() throws IOException {
    byte[] body = Bytes.random(PART + 5);
    losing.lose(1, SdkHttpMethod.POST, "uploadId=");
    service.put(PutRequest.of(key, ""), new ByteArrayInputStream(body));
    assertHolds(body);
    assertThat(store.openUploads(prefix)).isEmpty();
  }

  @Test
  void uploadWithoutAnswersLeavesNoParts() {
    losing.lose(100, SdkHttpMethod.PUT, "partNumber=");
    assertThatThrownBy(() ->
            service.put(PutRequest.of(key, ""), new ByteArrayInputStream(Bytes.random(PART + 5))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("part 1 of");
    assertThat(service.head(key)).isEmpty();
    assertThat(store.openUploads(prefix)).isEmpty();
  }

  @Test
  void lostAnswerToACopyIsFoundOut() throws IOException {
    StoredObject seen = service.put(PutRequest.of(key, ""), Bytes.text("mine"));
    StorageKey to = StorageKey.random();
    losing.lose(100, SdkHttpMethod.PUT, to.value());
    StoredObject copy = service.copy(service, seen, PutRequest.of(to, ""));
    assertThat(copy.etag()).isEqualTo(seen.etag());
    assertThat(service.deleteAll(List.of(key, to))).isEqualTo(Map.of());
  }

  private void assertHolds(byte[] body) throws IOException {
    try (ObjectReader reader = service.open(key)) {
      assertThat(reader.body().readAllBytes()).isEqualTo(body);
    }
  }
}
