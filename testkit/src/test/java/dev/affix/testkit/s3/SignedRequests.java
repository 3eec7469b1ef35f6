package dev.affix.testkit.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The smallest client that signs as S3 wants it (Signature Version 4). Paths and queries must be
 * encoded and sorted already.
 */
final class SignedRequests {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final URI endpoint;
  private final S3TestServer server;
  private final String secret;

  SignedRequests(S3TestServer server) {
    this(server, server.secretKey());
  }

  SignedRequests(S3TestServer server, String secret) {
    this(server, secret, server.endpoint());
  }

  SignedRequests(S3TestServer server, String secret, URI endpoint) {
    this.server = server;
    this.secret = secret;
    this.endpoint = endpoint;
  }

  HttpResponse<String> send(String method, String target, String body)
      throws IOException, InterruptedException, GeneralSecurityException {
    String time = TIME.format(Instant.now());
    String digest = sha256(body);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(target))
            .method(method, BodyPublishers.ofString(body))
            .header("x-amz-date", time)
            .header("x-amz-content-sha256", digest)
            .header("Authorization", authorization(method, target, time, digest))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private String authorization(String method, String target, String time, String digest)
      throws GeneralSecurityException {
    int question = target.indexOf('?');
    String signed = "host;x-amz-content-sha256;x-amz-date";
    String canonical =
        String.join(
            "\n",
            method,
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            "host:" + endpoint.getAuthority(),
            "x-amz-content-sha256:" + digest,
            "x-amz-date:" + time,
            "",
            signed,
            digest);
    String day = time.substring(0, 8);
    String scope = day + "/" + server.region() + "/s3/aws4_request";
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = mac(key, part);
    }
    String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical);
    return "AWS4-HMAC-SHA256 Credential="
        + server.accessKey()
        + "/"
        + scope
        + ", SignedHeaders="
        + signed
        + ", Signature="
        + HexFormat.of().formatHex(mac(key, text));
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
