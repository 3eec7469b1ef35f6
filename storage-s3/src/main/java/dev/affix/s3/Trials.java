package dev.affix.s3;

import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Single requests to a store, each to be refused or granted, and the objects they leave. */
final class Trials {
  /** What the keys of direct uploads begin with. */
  static final String STAGING = "staging/";

  private static final byte[] BYTES = "affix doctor".getBytes(StandardCharsets.UTF_8);
  private static final String RIGHT_CRC32C = crc32cOf(BYTES);
  private static final String WRONG_CRC32C = crc32cOf(new byte[1]);
  private static final String WRONG_MD5 = Base64.getEncoder().encodeToString(new byte[16]);
  private static final String OTHER_TAG = Digests.quoted("0".repeat(32));

  private final Bucket bucket;
  private final String start = "doctor-" + StorageKey.random() + "-";
  private final List<StorageKey> keys = new ArrayList<>();

  Trials(Bucket bucket) {
    this.bucket = bucket;
  }

  StorageKey key(String end) {
    StorageKey key = StorageKey.of(start + end);
    if (!keys.contains(key)) {
      keys.add(key);
    }
    return key;
  }

  /** Where direct uploads lie. */
  StorageKey stagedKey() {
    StorageKey key = StorageKey.of(STAGING + start + "staged");
    keys.add(key);
    return key;
  }

  PutObjectResponse put(StorageKey key) {
    return put(request(key));
  }

  void putRightCrc32c() {
    put(request(key("crc")).checksumCRC32C(RIGHT_CRC32C));
  }

  void putWrongCrc32c() {
    put(request(key("spoilt")).checksumCRC32C(WRONG_CRC32C));
  }

  void putWrongMd5() {
    put(request(key("spoilt")).contentMD5(WRONG_MD5));
  }

  void putOverGround() {
    put(request(key("ground")).ifNoneMatch("*"));
  }

  boolean tellsCrc32c() {
    return RIGHT_CRC32C.equals(
        bucket
            .client()
            .headObject(r ->
                r.bucket(bucket.name())
                    .key(bucket.nameOf(key("crc")))
                    .checksumMode(ChecksumMode.ENABLED)
                    .overrideConfiguration(bucket.limits().whole()))
            .checksumCRC32C());
  }

  void uploadWithCrc32c() {
    upload("upload", true);
  }

  void uploadOverGround() {
    upload("ground", false);
  }

  void copyOverGround() {
    bucket
        .client()
        .copyObject(r ->
            r.sourceBucket(bucket.name())
                .sourceKey(bucket.nameOf(key("ground")))
                .destinationBucket(bucket.name())
                .destinationKey(bucket.nameOf(key("copy")))
                .ifNoneMatch("*")
                .overrideConfiguration(bucket.limits().whole()));
    bucket
        .client()
        .copyObject(r ->
            r.sourceBucket(bucket.name())
                .sourceKey(bucket.nameOf(key("ground")))
                .destinationBucket(bucket.name())
                .destinationKey(bucket.nameOf(key("copy")))
                .ifNoneMatch("*")
                .overrideConfiguration(bucket.limits().whole()));
  }

  void copyChanged() {
    bucket
        .client()
        .copyObject(r ->
            r.sourceBucket(bucket.name())
                .sourceKey(bucket.nameOf(key("ground")))
                .copySourceIfMatch(OTHER_TAG)
                .destinationBucket(bucket.name())
                .destinationKey(bucket.nameOf(key("copy")))
                .overrideConfiguration(bucket.limits().whole()));
  }

  /** The status of a plain GET. */
  int readAnonymously(StorageKey key) {
    return get(
        Presigner.uri(
            bucket
                .client()
                .utilities()
                .getUrl(r -> r.bucket(bucket.name()).key(bucket.nameOf(key)))));
  }

  /** The status of a GET whose signature ends otherwise. */
  int readForged(S3Service service) {
    String url =
        service.presignRead("GET", key("ground"), "", "", Duration.ofMinutes(5)).toString();
    int last = url.indexOf("X-Amz-Signature=") + "X-Amz-Signature=".length();
    char other = url.charAt(last) == '0' ? '1' : '0';
    return get(URI.create(url.substring(0, last) + other + url.substring(last + 1)));
  }

  /** Puts objects whose byte order differs from other orders; gives it. */
  List<StorageKey> putInOrder(S3Service service) {
    List<StorageKey> order = new ArrayList<>();
    for (String end : List.of("z", "a/b", "a-b", "Z", "a0", "\u00e9")) {
      order.add(key("list-" + end));
    }
    for (StorageKey key : order) {
      try {
        service.put(Doctor.requestFor(key), new ByteArrayInputStream(BYTES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    order.sort(null);
    return order;
  }

  void cleanUp() {
    for (StorageKey key : keys) {
      try {
        new Deletes(bucket).delete(key);
      } catch (StorageException e) {
        LoggerFactory.getLogger(S3Service.class).warn("The doctor left \"{}\"", key, e);
      }
    }
  }

  private void upload(String end, boolean crc) {
    String name = bucket.nameOf(key(end));
    String id =
        bucket
            .client()
            .createMultipartUpload(
                CreateMultipartUploadRequest.builder()
                    .bucket(bucket.name())
                    .key(name)
                    .checksumAlgorithm(crc ? ChecksumAlgorithm.CRC32_C : null)
                    .checksumType(crc ? ChecksumType.FULL_OBJECT : null)
                    .overrideConfiguration(bucket.limits().whole())
                    .build())
            .uploadId();
    try {
      String checksum = crc ? RIGHT_CRC32C : null;
      String tag =
          bucket
              .client()
              .uploadPart(
                  r ->
                      r.bucket(bucket.name())
                          .key(name)
                          .uploadId(id)
                          .partNumber(1)
                          .checksumCRC32C(checksum)
                          .overrideConfiguration(bucket.limits().whole()),
                  RequestBody.fromBytes(BYTES))
              .eTag();
      bucket
          .client()
          .completeMultipartUpload(r ->
              r.bucket(bucket.name())
                  .key(name)
                  .uploadId(id)
                  .ifNoneMatch(crc ? null : "*")
                  .checksumCRC32C(checksum)
                  .checksumType(crc ? ChecksumType.FULL_OBJECT : null)
                  .overrideConfiguration(bucket.limits().whole())
                  .multipartUpload(u ->
                      u.parts(
                          CompletedPart.builder()
                              .partNumber(1)
                              .eTag(tag)
                              .checksumCRC32C(checksum)
                              .build())));
    } catch (SdkException e) {
      bucket
          .client()
          .abortMultipartUpload(r ->
              r.bucket(bucket.name())
                  .key(name)
                  .uploadId(id)
                  .overrideConfiguration(bucket.limits().whole()));
      throw e;
    }
  }

  private PutObjectRequest.Builder request(StorageKey key) {
    return bucket
        .settings()
        .of(PutObjectRequest.builder(), "text/plain")
        .bucket(bucket.name())
        .key(bucket.nameOf(key))
        .overrideConfiguration(bucket.limits().whole());
  }

  private PutObjectResponse put(PutObjectRequest.Builder request) {
    return bucket.client().putObject(request.build(), RequestBody.fromBytes(BYTES));
  }

  private static int get(URI url) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new StorageException("The store could not be read without the SDK", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("The examination was interrupted", e);
    }
  }

  private static String crc32cOf(byte[] bytes) {
    var crc = new java.util.zip.CRC32C();
    crc.update(bytes);
    return Digests.toWire(String.format("%08x", crc.getValue()));
  }
}
