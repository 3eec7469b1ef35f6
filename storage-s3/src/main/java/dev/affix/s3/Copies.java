package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Copies one object inside the store; made for one copy. */
final class Copies {
  private static final String DOING = "Copying to";

  private final Bucket bucket;
  private final Bucket source;
  private final StoredObject seen;
  private final String etag;
  private final PutRequest target;

  Copies(Bucket bucket, Bucket source, StoredObject seen, PutRequest target) {
    this.bucket = bucket;
    this.source = source;
    this.seen = seen;
    this.target = target;
    String known = seen.etag();
    if (known == null) {
      throw new IllegalArgumentException(
          "seen must have an etag, as head and listing of an S3Service tell it, but was " + seen);
    }
    this.etag = known;
  }

  /**
   * @param most what one request may copy
   */
  StoredObject copy(long most, long partSize) {
    StorageKey key = target.key();
    long expected = target.expectedLength().orElse(seen.byteSize());
    if (expected != seen.byteSize()) {
      throw new IntegrityException(key, "length is " + seen.byteSize() + " instead of " + expected);
    }
    refuseDifference(seen.checksums());
    if (target.existing() == Existing.KEEP
        && !bucket.has(Feature.EXCLUSIVE_COPY)
        && Heads.find(bucket, key).isPresent()) {
      throw new ObjectExistsException(key, bucket.toString());
    }
    StoredObject copied = seen.byteSize() > most ? inParts(partSize) : atOnce();
    try {
      return verified(copied);
    } catch (IntegrityException | ObjectChangedException e) {
      new Uploaded(bucket, key).remove();
      throw e;
    }
  }

  private StoredObject atOnce() {
    StorageKey key = target.key();
    var uploaded = new Uploaded(bucket, key);
    boolean exclusive = target.existing() == Existing.KEEP && bucket.has(Feature.EXCLUSIVE_COPY);
    CopyObjectRequest.Builder copy =
        bucket
            .settings()
            .with(target.options())
            .of(CopyObjectRequest.builder(), target.contentType(), uploaded.mark())
            .sourceBucket(source.name())
            .sourceKey(source.nameOf(seen.key()))
            .copySourceIfMatch(Digests.quoted(etag))
            .destinationBucket(bucket.name())
            .destinationKey(bucket.nameOf(key))
            .ifNoneMatch(exclusive ? "*" : null);
    try {
      copy.overrideConfiguration(bucket.limits().moving(seen.byteSize()));
      CopyObjectResult result = bucket.client().copyObject(copy.build()).copyObjectResult();
      return new StoredObject(
          key,
          seen.byteSize(),
          Digests.ofWire(result.checksumMD5(), result.checksumSHA256(), result.checksumCRC32C()),
          Objects.requireNonNullElse(result.lastModified(), seen.lastModified()),
          Digests.unquoted(result.eTag()));
    } catch (SdkException e) {
      return settle(uploaded, exclusive, e);
    }
  }

  private StoredObject settle(Uploaded uploaded, boolean exclusive, SdkException failure) {
    if (failure instanceof S3Exception answer && !Faults.leaveOpen(answer)) {
      boolean refused = answer.statusCode() == Faults.PRECONDITION_FAILED;
      boolean conflict = answer.statusCode() == Faults.CONFLICT;
      if (!exclusive || (!refused && !conflict)) {
        throw refusal(answer);
      }
    }
    return uploaded
        .find()
        .orElseThrow(() -> {
          boolean taken =
              exclusive
                  && failure instanceof S3Exception
                  && Heads.find(bucket, target.key()).isPresent();
          return taken
              ? new ObjectExistsException(target.key(), bucket.toString())
              : refusal(failure);
        });
  }

  private StoredObject inParts(long smallest) {
    long size = seen.byteSize();
    long partSize = Math.max(smallest, -Math.floorDiv(-size, MultipartPut.MOST_PARTS));
    MultipartUpload upload = MultipartUpload.begin(bucket, target, false);
    try {
      for (long from = 0; from < size; from += partSize) {
        upload.add(copyPart(upload, from, Math.min(size, from + partSize) - 1));
      }
      return upload.complete(target.existing(), size, Checksums.NONE, null);
    } catch (RuntimeException | Error e) {
      upload.abort();
      throw e;
    }
  }

  private CompletedPart copyPart(MultipartUpload upload, long first, long last) {
    int number = upload.size() + 1;
    UploadPartCopyRequest.Builder copy =
        UploadPartCopyRequest.builder()
            .sourceBucket(source.name())
            .sourceKey(source.nameOf(seen.key()))
            .copySourceIfMatch(Digests.quoted(etag))
            .copySourceRange("bytes=" + first + "-" + last)
            .destinationBucket(bucket.name())
            .destinationKey(bucket.nameOf(target.key()))
            .uploadId(upload.id())
            .partNumber(number);
    try {
      copy.overrideConfiguration(bucket.limits().moving(last - first + 1));
      String tag = bucket.client().uploadPartCopy(copy.build()).copyPartResult().eTag();
      return CompletedPart.builder().partNumber(number).eTag(tag).build();
    } catch (SdkException e) {
      throw refusal(e);
    }
  }

  /**
   * The same tag is the same bytes; parts and encryption change it, and then there is more to ask.
   */
  private StoredObject verified(StoredObject copied) {
    StoredObject copy = copied;
    if (!etag.equals(copied.etag())) {
      refuseChangedSource();
      copy = Heads.find(bucket, target.key()).orElseThrow(this::vanished);
      if (copy.byteSize() != seen.byteSize()) {
        throw new IntegrityException(
            target.key(), "length is " + copy.byteSize() + " instead of " + seen.byteSize());
      }
    }
    refuseDifference(copy.checksums());
    if (copy.checksums().firstDifference(seen.checksums()).isPresent()) {
      throw new IntegrityException(target.key(), "the copy differs from its source");
    }
    if (!isProven(copy)) {
      refuseDifference(read(copy));
    }
    return copy;
  }

  private void refuseChangedSource() {
    // For stores that copy whatever there is, without a look at the tag.
    StoredObject now =
        Heads.find(source, seen.key())
            .orElseThrow(() -> new ObjectChangedException(seen.key(), source.toString()));
    if (!etag.equals(now.etag())) {
      throw new ObjectChangedException(seen.key(), source.toString());
    }
  }

  private void refuseDifference(Checksums checksums) {
    Optional<String> difference = target.expected().firstDifference(checksums);
    if (difference.isPresent()) {
      throw new IntegrityException(target.key(), difference.get() + " differs");
    }
  }

  /** Whether one of the checksums expected, if there are any, was compared. */
  private boolean isProven(StoredObject copy) {
    Checksums expected = target.expected();
    Checksums known = copy.checksums();
    return expected.equals(Checksums.NONE)
        || (expected.md5() != null && expected.md5().equals(copy.etag()))
        || (expected.md5() != null && known.md5() != null)
        || (expected.sha256() != null && known.sha256() != null)
        || (expected.crc32c() != null && known.crc32c() != null);
  }

  private Checksums read(StoredObject copy) {
    try (ObjectReader reader = new Reads(bucket).open(copy.key(), ByteRange.ALL);
        ChecksumStream body = ChecksumStream.verifying(reader.body(), target.expected())) {
      // A body has a limit of its own.
      long pause = bucket.limits().pause();
      try {
        body.transferTo(OutputStream.nullOutputStream());
      } finally {
        bucket.limits().goOn(pause);
      }
      return body.checksums();
    } catch (IOException e) {
      new Uploaded(bucket, copy.key()).remove();
      throw new StorageUnavailableException(
          "Reading the copy \"" + copy.key() + "\" in " + bucket + " failed; it was removed", e);
    }
  }

  private StorageException refusal(SdkException e) {
    if (e instanceof S3Exception answer) {
      if (answer.statusCode() == Faults.PRECONDITION_FAILED) {
        return new ObjectChangedException(seen.key(), source.toString());
      }
      if (answer.statusCode() == Faults.NOT_FOUND && Faults.codeOf(answer).equals("NoSuchKey")) {
        return new ObjectNotFoundException(seen.key(), source.toString());
      }
    }
    return bucket.failure(DOING, target.key(), e);
  }

  private StorageException vanished() {
    return new StorageUnavailableException(
        "The copy \"" + target.key() + "\" in " + bucket + " is not to be seen", null);
  }
}
