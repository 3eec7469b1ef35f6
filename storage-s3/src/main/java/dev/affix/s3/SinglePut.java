package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Response;

/** Stores an object that fits into memory by one request. */
final class SinglePut {
  // Two exclusive puts at the same moment: the store lets one of them try again.
  private static final int TRIES_ON_CONFLICT = 3;

  private final Bucket bucket;
  private final PutRequest request;
  private final Uploaded uploaded;

  SinglePut(Bucket bucket, PutRequest request) {
    this.bucket = bucket;
    this.request = request;
    this.uploaded = new Uploaded(bucket, request.key());
  }

  /** Stores the only part of {@code body}, which was verified. */
  StoredObject store(CheckedBody body, Checksums checksums) {
    PutObjectRequest.Builder put = putOf(body, checksums);
    RequestBody bytes = bytesOf(body);
    for (int tries = 1; ; tries++) {
      try {
        put.overrideConfiguration(
            tries == 1
                ? bucket.limits().moving(body.length())
                : bucket.limits().moved(body.length()));
        return verified(bucket.client().putObject(put.build(), bytes), body.length(), checksums);
      } catch (S3Exception e) {
        boolean conflict = e.statusCode() == Faults.CONFLICT;
        if (!conflict || tries == TRIES_ON_CONFLICT) {
          return settle(e, conflict || e.statusCode() == Faults.PRECONDITION_FAILED);
        }
      } catch (SdkException e) {
        return settle(e, false);
      }
    }
  }

  /** The part as a body that can be sent again. */
  static RequestBody bytesOf(CheckedBody body) {
    byte[] buffer = body.buffer();
    int length = body.length();
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream");
  }

  static String md5Of(CheckedBody body) {
    return Digests.toWire(
        org.apache.commons.codec.binary.Hex.encodeHexString(
            DigestUtils.updateDigest(
                    DigestUtils.getMd5Digest(),
                    java.nio.ByteBuffer.wrap(body.buffer(), 0, body.length()))
                .digest()));
  }

  /** When the store answered, by its clock. */
  static Instant timeOf(S3Response response) {
    try {
      return response
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
          .orElseGet(Instant::now);
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }

  private PutObjectRequest.Builder putOf(CheckedBody body, Checksums checksums) {
    PutObjectRequest.Builder put =
        bucket
            .settings()
            .with(request.options())
            .of(PutObjectRequest.builder(), request.contentType());
    if (bucket.has(Feature.CRC32C)) {
      put.checksumCRC32C(Digests.toWire(Objects.requireNonNull(checksums.crc32c())));
    } else {
      String md5 = checksums.md5();
      put.contentMD5(md5 == null ? md5Of(body) : Digests.toWire(md5));
    }
    if (request.existing() == Existing.KEEP && bucket.has(Feature.EXCLUSIVE_PUT)) {
      put.ifNoneMatch("*");
    }
    return put.bucket(bucket.name())
        .key(bucket.nameOf(request.key()))
        .contentLength((long) body.length())
        .metadata(Map.of(ObjectSettings.MARK, uploaded.mark()));
  }

  private StoredObject verified(PutObjectResponse response, long length, Checksums checksums) {
    Checksums said =
        Digests.ofWire(
            response.checksumMD5(), response.checksumSHA256(), response.checksumCRC32C());
    StorageKey key = request.key();
    said.firstDifference(checksums)
        .ifPresent(difference -> {
          uploaded.remove();
          throw new IntegrityException(key, difference + " of what the store has differs");
        });
    return new StoredObject(
        key, length, checksums, timeOf(response), Digests.unquoted(response.eTag()));
  }

  private StoredObject settle(SdkException failure, boolean taken) {
    StorageException thrown = bucket.failure("Storing", request.key(), failure);
    if (taken) {
      thrown = new ObjectExistsException(request.key(), bucket.toString());
    } else if (failure instanceof S3Exception answer && Faults.deniesChecksum(answer)) {
      thrown = new IntegrityException(request.key(), "the bytes changed on their way to the store");
    } else if (!Faults.leaveOpen(failure)) {
      throw thrown;
    }
    return uploaded.findOr(thrown);
  }
}
