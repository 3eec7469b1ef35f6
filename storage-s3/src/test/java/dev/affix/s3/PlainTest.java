package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import dev.affix.testkit.s3.SeenRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes to a store that is not Amazon's and of which nothing else is said. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class PlainTest {
  private final Store store;

  PlainTest(Kind kind) {
    store = Store.on(kind);
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Test
  void everyBodyGoesWithAnMd5AndWithoutWhatIsYounger() throws IOException {
    StorageKey small = StorageKey.random();
    StorageKey large = StorageKey.random();
    try (FaultProxy proxy = FaultProxy.before(store.server().endpoint());
        S3Service service =
            store
                .bare()
                .endpoint(proxy.endpoint())
                .bucket(store.bucket())
                .environment("plain")
                .partSize(5 << 20)
                .build()) {
      service.put(PutRequest.of(small, "image/png"), Bytes.text("body"));
      service.put(PutRequest.of(large, ""), new ByteArrayInputStream(Bytes.random((5 << 20) + 9)));
      assertThat(service.deleteAll(List.of(small, large))).isEqualTo(Map.of());

      List<SeenRequest> bodies =
          proxy.requests().stream().filter(PlainTest::sendsBytesOrADeletion).toList();
      assertThat(bodies)
          .extracting(SeenRequest::method)
          .containsExactly("PUT", "PUT", "PUT", "POST");
      assertThat(bodies)
          .allSatisfy(request -> {
            assertThat(request.header("Content-MD5")).as(request.toString()).isPresent();
            assertThat(request.header("x-amz-content-sha256"))
                .as(request.toString())
                .hasValueSatisfying(hash -> assertThat(hash).hasSize(64));
          });
      assertThat(proxy.requests())
          .allSatisfy(request -> {
            assertThat(request.header("x-amz-trailer")).isEqualTo(Optional.empty());
            assertThat(request.header("Transfer-Encoding")).isEqualTo(Optional.empty());
            assertThat(request.header("Content-Encoding")).isEqualTo(Optional.empty());
            assertThat(request.header("If-None-Match")).isEqualTo(Optional.empty());
          });
    }
  }

  @Test
  void doctorSaysThatMoreCouldBeHad() {
    DoctorReport report = store.plain().doctor();
    assertThat(report.isHealthy())
        .as(report.toString())
        .isEqualTo(store.server().checksSignatures());
    assertThat(report.recommended()).isEqualTo(Store.PROFILE);
    assertThat(report.toString()).contains("compatible asks for nothing that the store lacks");
  }

  private static boolean sendsBytesOrADeletion(SeenRequest request) {
    return request.method().equals("PUT")
        || (request.method().equals("POST") && request.query().startsWith("delete"));
  }
}
