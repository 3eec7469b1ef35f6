package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.Checksums;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Stores an object of any length in parts, one of them in memory at a time. Nothing is visible
 * before the last step, and what fails before it leaves no part behind.
 */
final class MultipartPut {
  /** More parts than these no store takes. */
  static final int MOST_PARTS = 10_000;

  private static final int PARTS_OF_ONE_SIZE = 800;
  private static final int LARGEST_PART = 1 << 30;

  private final Bucket bucket;
  private final PutRequest request;
  private final int firstSize;

  MultipartPut(Bucket bucket, PutRequest request, int firstSize) {
    this.bucket = bucket;
    this.request = request;
    this.firstSize = firstSize;
  }

  /**
   * Length of the part of this number, from 1: as small as a known length allows; otherwise doubled
   * after every 800 parts, which from 8 MiB on suffices for 5 TiB, with parts of at most a
   * four-hundredth of what went before.
   */
  static int sizeOf(int number, int firstSize, long knownLength) {
    long needed = -Math.floorDiv(-knownLength, MOST_PARTS);
    long grown =
        knownLength > 0 ? firstSize : (long) firstSize << ((number - 1) / PARTS_OF_ONE_SIZE);
    return (int) Math.min(LARGEST_PART, Math.max(grown, needed));
  }

  /** Stores {@code body}, of which the first part was read already. */
  StoredObject store(CheckedBody body) throws IOException {
    boolean crc = bucket.has(Feature.CRC32C);
    MultipartUpload upload = MultipartUpload.begin(bucket, request, crc);
    try {
      upload.add(send(upload, body, crc));
      while (!body.isAtEnd()) {
        body.readPart(sizeOf(upload.size() + 1, firstSize, request.expectedLength().orElse(0)));
        upload.add(send(upload, body, crc));
      }
      Checksums checksums = body.verify();
      String whole = crc ? Digests.toWire(Objects.requireNonNull(checksums.crc32c())) : null;
      return upload.complete(request.existing(), body.count(), checksums, whole);
    } catch (IOException | RuntimeException | Error e) {
      upload.abort();
      throw e;
    }
  }

  private CompletedPart send(MultipartUpload upload, CheckedBody body, boolean crc) {
    StorageKey key = request.key();
    int number = upload.size() + 1;
    String checksum = crc ? crc32cOf(body) : null;
    UploadPartRequest.Builder part =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(bucket.nameOf(key))
            .uploadId(upload.id())
            .partNumber(number)
            .contentLength((long) body.length())
            .checksumCRC32C(checksum)
            .contentMD5(crc ? null : SinglePut.md5Of(body));
    RequestBody bytes = SinglePut.bytesOf(body);
    UploadPartResponse sent =
        bucket.call(
            "Storing part " + number + " of",
            key,
            () ->
                bucket
                    .client()
                    .uploadPart(
                        part.overrideConfiguration(bucket.limits().part(body.length())).build(),
                        bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(sent.eTag())
        .checksumCRC32C(checksum)
        .build();
  }

  private static String crc32cOf(CheckedBody body) {
    var crc = new CRC32C();
    crc.update(body.buffer(), 0, body.length());
    return Digests.toWire(String.format("%08x", crc.getValue()));
  }
}
