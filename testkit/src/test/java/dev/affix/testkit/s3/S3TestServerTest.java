package dev.affix.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class S3TestServerTest {
  static List<S3TestServer.Kind> kinds() {
    return S3TestServer.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepsWhatASignedRequestPuts(S3TestServer.Kind kind) throws Exception {
    S3TestServer server = kind.open();
    var client = new SignedRequests(server);
    String bucket = "/" + server.newBucket();

    assertThat(client.send("PUT", bucket, "").statusCode()).isEqualTo(200);
    assertThat(client.send("PUT", bucket + "/a/key", "bytes").statusCode()).isEqualTo(200);
    assertThat(client.send("GET", bucket + "/a/key", "").body()).isEqualTo("bytes");
    assertThat(client.send("DELETE", bucket + "/a/key", "").statusCode()).isEqualTo(204);
    assertThat(client.send("GET", bucket + "/a/key", "").statusCode()).isEqualTo(404);
    assertThat(client.send("DELETE", bucket, "").statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesWhatIsNotSignedWhereItSaysSo(S3TestServer.Kind kind) throws Exception {
    S3TestServer server = kind.open();
    String bucket = "/" + server.newBucket();
    new SignedRequests(server).send("PUT", bucket, "");
    new SignedRequests(server).send("PUT", bucket + "/key", "bytes");
    HttpResponse<String> answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = server.endpoint().resolve(bucket + "/key");
      answer = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    assertThat(answer.statusCode()).isEqualTo(server.checksSignatures() ? 403 : 200);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isOneServerForAll(S3TestServer.Kind kind) {
    assertThat(kind.open().endpoint()).isEqualTo(kind.open().endpoint());
    assertThat(kind.open().newBucket()).isNotEqualTo(kind.open().newBucket());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepsVersionsWhereItSaysSo(S3TestServer.Kind kind) throws Exception {
    S3TestServer server = kind.open();
    String bucket = "/" + server.newBucket();
    var client = new SignedRequests(server);
    client.send("PUT", bucket, "");
    HttpResponse<String> answer =
        client.send(
            "PUT",
            bucket + "?versioning=",
            "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<Status>Enabled</Status></VersioningConfiguration>");

    assertThat(answer.statusCode()).isEqualTo(server.hasVersioning() ? 200 : 501);
  }

  @Test
  void s3proxyRefusesAnotherSecret() throws Exception {
    assumeTrue(kinds().contains(S3TestServer.Kind.S3PROXY), "s3proxy was not asked for");
    S3TestServer server = S3TestServer.Kind.S3PROXY.open();
    var client = new SignedRequests(server, "another");

    assertThat(client.send("GET", "/", "").statusCode()).isEqualTo(403);
  }

  @Test
  void theKindsAskedForAreTheKindsGiven() {
    assertThat(S3TestServer.choose("localstack, s3proxy"))
        .containsExactly(S3TestServer.Kind.LOCALSTACK, S3TestServer.Kind.S3PROXY);
    assertThat(S3TestServer.choose("")).contains(S3TestServer.Kind.S3PROXY);
    assertThatThrownBy(() -> S3TestServer.choose("minio"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"minio\"")
        .hasMessageContaining("[s3proxy, localstack, running]");
  }

  @Test
  void aRunningServerIsReadFromTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "AFFIX_S3_ENDPOINT", "http://127.0.0.1:9000",
            "AFFIX_S3_KEY", "key",
            "AFFIX_S3_SECRET", "secret");

    assertThat(RunningServer.address(environment))
        .isEqualTo(new Address(URI.create("http://127.0.0.1:9000"), "us-east-1", "key", "secret"));
    assertThatThrownBy(() -> RunningServer.address(Map.of("AFFIX_S3_ENDPOINT", "http://x")))
        .hasMessageContaining("set AFFIX_S3_KEY");
  }
}
