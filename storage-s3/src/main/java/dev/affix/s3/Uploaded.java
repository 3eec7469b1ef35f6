package dev.affix.s3;

import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One attempt to store an object, known by a mark in its metadata: when the answer is lost, or a
 * repetition meets what the first try has stored, a look at the mark tells what happened.
 */
final class Uploaded {
  private final Bucket bucket;
  private final StorageKey key;
  private final String mark = UUID.randomUUID().toString();

  Uploaded(Bucket bucket, StorageKey key) {
    this.bucket = bucket;
    this.key = key;
  }

  String mark() {
    return mark;
  }

  /** The object, if it is there and from this attempt. */
  Optional<StoredObject> find() {
    try {
      return look();
    } catch (SdkException unknown) {
      return Optional.empty();
    }
  }

  /**
   * The object, if it is there and from this attempt; otherwise throws. That the key is another's
   * is only said if the look succeeded: the object may be from this attempt.
   */
  StoredObject findOr(StorageException otherwise) {
    try {
      return look().orElseThrow(() -> otherwise);
    } catch (SdkException unknown) {
      throw otherwise instanceof ObjectExistsException && Faults.leaveOpen(unknown)
          ? bucket.failure("Storing", key, unknown)
          : otherwise;
    }
  }

  /** Removes an object that is not as it should be, so that nobody sees it any longer. */
  void remove() {
    boolean interrupted = Thread.interrupted();
    try {
      bucket
          .client()
          .deleteObject(r ->
              r.bucket(bucket.name())
                  .key(bucket.nameOf(key))
                  .overrideConfiguration(bucket.limits().rest()));
    } catch (SdkException e) {
      StorageException failure = bucket.failure("Removing spoilt", key, e);
      LoggerFactory.getLogger(S3Service.class).warn(failure.getMessage(), failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Optional<StoredObject> look() {
    // What is to be found out is worth the rest of the time, even to a thread that is interrupted.
    boolean interrupted = Thread.interrupted();
    try {
      HeadObjectResponse head = Heads.request(bucket, key, bucket.limits().rest());
      return mark.equals(head.metadata().get(ObjectSettings.MARK))
          ? Optional.of(Heads.objectOf(bucket, key, head))
          : Optional.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
