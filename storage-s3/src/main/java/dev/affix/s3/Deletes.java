package dev.affix.s3;

import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes objects by their exact names, never by a prefix. */
final class Deletes {
  /** More keys than these no store takes in one request. */
  static final int MOST_KEYS = 1000;

  private final Bucket bucket;

  Deletes(Bucket bucket) {
    this.bucket = bucket;
  }

  void delete(StorageKey key) {
    bucket.call(
        "Deleting",
        key,
        () ->
            bucket
                .client()
                .deleteObject(r ->
                    r.bucket(bucket.name())
                        .key(bucket.nameOf(key))
                        .overrideConfiguration(bucket.limits().whole())));
  }

  Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
    List<StorageKey> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
    Map<StorageKey, StorageException> failures = new HashMap<>();
    for (int from = 0; from < distinct.size(); from += MOST_KEYS) {
      deleteSome(distinct.subList(from, Math.min(distinct.size(), from + MOST_KEYS)), failures);
    }
    return failures;
  }

  private void deleteSome(List<StorageKey> keys, Map<StorageKey, StorageException> failures) {
    List<ObjectIdentifier> names =
        keys.stream()
            .map(key -> ObjectIdentifier.builder().key(bucket.nameOf(key)).build())
            .toList();
    DeleteObjectsRequest.Builder delete =
        DeleteObjectsRequest.builder()
            .bucket(bucket.name())
            .delete(d -> d.objects(names).quiet(true));
    String doing = "Deleting " + keys.size() + " objects in";
    DeleteObjectsResponse response =
        bucket.call(
            doing,
            () ->
                bucket
                    .client()
                    .deleteObjects(delete.overrideConfiguration(bucket.limits().whole()).build()));
    for (S3Error error : response.errors()) {
      if (!"NoSuchKey".equals(error.code())) {
        bucket
            .keyOf(error.key())
            .ifPresent(key ->
                failures.put(
                    key,
                    Faults.ofCode("Deleting object \"" + key + "\" in " + bucket, error.code())));
      }
    }
  }
}
