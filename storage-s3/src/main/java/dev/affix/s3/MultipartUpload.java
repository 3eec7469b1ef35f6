package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object that comes into being in parts; it ends by {@link #complete} or {@link #abort}. */
final class MultipartUpload {
  private final Bucket bucket;
  private final StorageKey key;
  private final Uploaded uploaded;
  private final String id;
  private final List<CompletedPart> parts = new ArrayList<>();

  private MultipartUpload(Bucket bucket, StorageKey key, Uploaded uploaded, String id) {
    this.bucket = bucket;
    this.key = key;
    this.uploaded = uploaded;
    this.id = id;
  }

  /**
   * @param crc whether each part will come with a CRC-32C, and the whole with that of all bytes
   */
  static MultipartUpload begin(Bucket bucket, PutRequest request, boolean crc) {
    StorageKey key = request.key();
    var uploaded = new Uploaded(bucket, key);
    CreateMultipartUploadRequest.Builder create =
        bucket
            .settings()
            .with(request.options())
            .of(CreateMultipartUploadRequest.builder(), request.contentType(), uploaded.mark())
            .bucket(bucket.name())
            .key(bucket.nameOf(key))
            .checksumAlgorithm(crc ? ChecksumAlgorithm.CRC32_C : null)
            .checksumType(crc ? ChecksumType.FULL_OBJECT : null);
    String id =
        bucket
            .call(
                "Storing",
                key,
                () ->
                    bucket
                        .client()
                        .createMultipartUpload(
                            create.overrideConfiguration(bucket.limits().whole()).build()))
            .uploadId();
    return new MultipartUpload(bucket, key, uploaded, id);
  }

  String id() {
    return id;
  }

  /** How many parts there are. */
  int size() {
    return parts.size();
  }

  void add(CompletedPart part) {
    parts.add(part);
  }

  /**
   * Makes the object visible.
   *
   * @param checksums what is known of its bytes
   * @param crc32c of all bytes, for the store to compare
   */
  StoredObject complete(
      Existing existing, long byteSize, Checksums checksums, @Nullable String crc32c) {
    boolean keep = existing == Existing.KEEP;
    boolean exclusive = keep && bucket.has(Feature.EXCLUSIVE_UPLOAD);
    if (keep && !exclusive && Heads.find(bucket, key).isPresent()) {
      throw new ObjectExistsException(key, bucket.toString());
    }
    CompleteMultipartUploadRequest.Builder complete =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(bucket.nameOf(key))
            .uploadId(id)
            .multipartUpload(u -> u.parts(parts))
            .checksumCRC32C(crc32c)
            .checksumType(crc32c == null ? null : ChecksumType.FULL_OBJECT)
            .ifNoneMatch(exclusive ? "*" : null);
    try {
      complete.overrideConfiguration(bucket.limits().moved(byteSize));
      return verified(
          bucket.client().completeMultipartUpload(complete.build()), byteSize, checksums, crc32c);
    } catch (SdkException e) {
      return settle(e);
    }
  }

  /** Drops all parts. A failure is only logged: the cause of the abort matters more. */
  void abort() {
    boolean interrupted = Thread.interrupted();
    try {
      bucket
          .client()
          .abortMultipartUpload(r ->
              r.bucket(bucket.name())
                  .key(bucket.nameOf(key))
                  .uploadId(id)
                  .overrideConfiguration(bucket.limits().rest()));
    } catch (SdkException e) {
      if (!(e instanceof S3Exception answer) || answer.statusCode() != Faults.NOT_FOUND) {
        StorageException failure = bucket.failure("Dropping the parts of", key, e);
        LoggerFactory.getLogger(S3Service.class)
            .warn(
                "{}; a lifecycle rule for incomplete uploads removes them",
                failure.getMessage(),
                failure);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StoredObject verified(
      CompleteMultipartUploadResponse response,
      long byteSize,
      Checksums checksums,
      @Nullable String crc32c) {
    Checksums said =
        Digests.ofWire(
            response.checksumMD5(), response.checksumSHA256(), response.checksumCRC32C());
    Optional<String> difference = said.firstDifference(checksums);
    if (difference.isEmpty() && (crc32c == null || said.crc32c() == null)) {
      // The answer says nothing of the bytes, so the length at least is asked for.
      StoredObject stored = Heads.find(bucket, key).orElseThrow(this::vanished);
      if (stored.byteSize() == byteSize) {
        return new StoredObject(key, byteSize, checksums, stored.lastModified(), stored.etag());
      }
      difference = Optional.of("length");
    }
    if (difference.isPresent()) {
      uploaded.remove();
      throw new IntegrityException(key, difference.get() + " of what the store has differs");
    }
    return new StoredObject(
        key, byteSize, checksums, SinglePut.timeOf(response), Digests.unquoted(response.eTag()));
  }

  private StoredObject settle(SdkException failure) {
    int status = failure instanceof S3Exception answer ? answer.statusCode() : 0;
    StorageException thrown = bucket.failure("Completing", key, failure);
    if (status == Faults.PRECONDITION_FAILED) {
      thrown = new ObjectExistsException(key, bucket.toString());
    } else if (status == Faults.CONFLICT) {
      thrown =
          new StorageUnavailableException(
              "Storing object \"" + key + "\" in " + bucket + " met another; try again",
              Quiet.of(failure));
    } else if (failure instanceof S3Exception answer && Faults.deniesChecksum(answer)) {
      thrown = new IntegrityException(key, "the bytes changed on their way to the store");
    } else if (status != Faults.NOT_FOUND && !Faults.leaveOpen(failure)) {
      throw thrown;
    }
    return uploaded.findOr(thrown);
  }

  private StorageException vanished() {
    return new StorageUnavailableException(
        "Object \"" + key + "\" was stored in " + bucket + " but is not to be seen there", null);
  }
}
