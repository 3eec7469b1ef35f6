package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Asks what is stored under a key. */
final class Heads {
  private static final String DOING = "Looking at";

  private Heads() {}

  static Optional<StoredObject> find(Bucket bucket, StorageKey key) {
    try {
      HeadObjectResponse head = request(bucket, key, bucket.limits().whole());
      return Optional.of(objectOf(bucket, key, head));
    } catch (S3Exception e) {
      if (e.statusCode() != Faults.NOT_FOUND) {
        throw bucket.failure(DOING, key, e);
      }
      bucket.checkThere(DOING, key);
      return Optional.empty();
    } catch (SdkException e) {
      throw bucket.failure(DOING, key, e);
    }
  }

  static HeadObjectResponse request(
      Bucket bucket, StorageKey key, AwsRequestOverrideConfiguration limit) {
    return bucket
        .client()
        .headObject(r ->
            r.bucket(bucket.name())
                .key(bucket.nameOf(key))
                .checksumMode(bucket.has(Feature.CRC32C) ? ChecksumMode.ENABLED : null)
                .overrideConfiguration(limit));
  }

  static StoredObject objectOf(Bucket bucket, StorageKey key, HeadObjectResponse head) {
    return new StoredObject(
        key,
        bucket.said(DOING, key, "length", head.contentLength()),
        Digests.ofWire(head.checksumMD5(), head.checksumSHA256(), head.checksumCRC32C()),
        bucket.said(DOING, key, "time of last change", head.lastModified()),
        Digests.unquoted(head.eTag()));
  }
}
