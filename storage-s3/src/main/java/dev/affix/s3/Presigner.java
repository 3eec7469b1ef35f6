package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.Checksums;
import dev.affix.storage.Presigning.PresignedPut;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Computes URLs, with the client's region, endpoint and credentials. */
final class Presigner implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(7);
  // They are part of the signature, but each client makes them by itself.
  private static final Set<String> SET_BY_CLIENTS = Set.of("host", "content-length");

  private final Bucket bucket;
  private final S3Presigner presigner;

  Presigner(Bucket bucket) {
    this.bucket = bucket;
    S3ServiceClientConfiguration client = bucket.client().serviceClientConfiguration();
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(client.region())
            .credentialsProvider(new Borrowed(client.credentialsProvider()))
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(usesPathStyle(bucket.client(), bucket.name()))
                    .build());
    client.endpointOverride().ifPresent(builder::endpointOverride);
    this.presigner = builder.build();
  }

  URI read(
      String method, StorageKey key, String type, String contentDisposition, Duration lifetime) {
    check(lifetime);
    String name = bucket.nameOf(key);
    String contentType = type.isBlank() ? null : type;
    String disposition = contentDisposition.isBlank() ? null : contentDisposition;
    return switch (method) {
      case "GET" ->
          uri(
              presigner
                  .presignGetObject(p ->
                      p.signatureDuration(lifetime)
                          .getObjectRequest(r ->
                              r.bucket(bucket.name())
                                  .key(name)
                                  .responseContentType(contentType)
                                  .responseContentDisposition(disposition)))
                  .url());
      case "HEAD" ->
          uri(
              presigner
                  .presignHeadObject(p ->
                      p.signatureDuration(lifetime)
                          .headObjectRequest(r ->
                              r.bucket(bucket.name())
                                  .key(name)
                                  .responseContentType(contentType)
                                  .responseContentDisposition(disposition)))
                  .url());
      default ->
          throw new IllegalArgumentException(
              "method must be \"GET\" or \"HEAD\", but was \"" + method + "\"");
    };
  }

  PresignedPut put(PutRequest request, Duration lifetime) {
    check(lifetime);
    long length =
        request
            .expectedLength()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "request must have an expected length, for a URL without one fills the"
                        + " place"));
    PutObjectRequest.Builder put =
        bucket
            .settings()
            .with(request.options())
            .of(PutObjectRequest.builder(), request.contentType())
            .bucket(bucket.name())
            .key(bucket.nameOf(request.key()))
            .contentLength(length);
    bind(put, request.expected());
    if (request.existing() == Existing.KEEP && bucket.has(Feature.EXCLUSIVE_PUT)) {
      put.ifNoneMatch("*");
    }
    PresignedPutObjectRequest signed =
        presigner.presignPutObject(
            p -> p.signatureDuration(lifetime).putObjectRequest(put.build()));
    Map<String, String> headers = new TreeMap<>();
    signed
        .signedHeaders()
        .forEach((name, values) -> {
          if (!SET_BY_CLIENTS.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, String.join(",", values));
          }
        });
    return new PresignedPut(uri(signed.url()), headers);
  }

  @Override
  public void close() {
    presigner.close();
  }

  /** Whether the client spells the bucket in the path; it does not say so otherwise. */
  static boolean usesPathStyle(S3Client client, String bucket) {
    URL url = client.utilities().getUrl(r -> r.bucket(bucket).key("k"));
    return url.getPath().endsWith("/" + bucket + "/k");
  }

  static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the SDK made a URL that is none", e);
    }
  }

  private void bind(PutObjectRequest.Builder put, Checksums expected) {
    if (expected.md5() != null) {
      put.contentMD5(Digests.toWire(expected.md5()));
    }
    // A store takes one checksum of this kind.
    if (expected.crc32c() != null && bucket.has(Feature.CRC32C)) {
      put.checksumCRC32C(Digests.toWire(expected.crc32c()));
    } else if (expected.sha256() != null && bucket.has(Feature.CRC32C)) {
      put.checksumSHA256(Digests.toWire(expected.sha256()));
    }
  }

  private static void check(Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "lifetime must be from one second to seven days, but was " + lifetime);
    }
  }
}
