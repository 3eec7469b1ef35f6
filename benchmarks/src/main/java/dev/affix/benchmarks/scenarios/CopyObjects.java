package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Service;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.Random;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Copies objects of 20 KB inside the store as Affix does, each to a new key, and only if it is the
 * one that was seen: with the same request as the limit, and to a key that must be free. Where the
 * store cannot refuse a taken key by itself, that is a look before each copy. The limit is the
 * SDK's plain copy, through the same client.
 */
final class CopyObjects implements Scenario {
  private static final String PREFIX = "copy/";
  private static final int LENGTH = 20_000;
  private static final String TYPE = "image/png";

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public void run() throws Exception {
    int items = Settings.items(200);
    int threads = Settings.threads(4);
    try (S3Store store = S3Store.open();
        S3Service service = store.service(PREFIX)) {
      StorageKey key = StorageKey.random();
      byte[] bytes = new byte[LENGTH];
      new Random(1).nextBytes(bytes);
      store.put(PREFIX + key.value(), bytes);
      StoredObject seen = service.head(key).orElseThrow();
      Turns.Side limit = count -> Parallel.seconds(threads, count, n -> copy(store, key));
      Turns.Rates plain =
          Turns.measure(
              "copy",
              items,
              count ->
                  Parallel.seconds(
                      threads, count, n -> service.copy(service, seen, target().replacing())),
              limit);
      Turns.Rates kept =
          Turns.measure(
              "copy_to_free_key",
              items,
              count -> Parallel.seconds(threads, count, n -> service.copy(service, seen, target())),
              limit);
      long wrong = store.sizes(PREFIX).values().stream().filter(length -> length != LENGTH).count();
      if (wrong > 0) {
        throw new IllegalStateException("copy: " + wrong + " copies have another length");
      }
      Lines.rate("copy", plain.ours(), plain.limit(), "items/s");
      Lines.rate("copy_to_free_key", kept.ours(), kept.limit(), "items/s");
    }
  }

  private static PutRequest target() {
    return PutRequest.of(StorageKey.random(), TYPE).withLength(LENGTH);
  }

  private static void copy(S3Store store, StorageKey key) {
    store
        .client()
        .copyObject(
            CopyObjectRequest.builder()
                .sourceBucket(store.bucket())
                .sourceKey(PREFIX + key.value())
                .destinationBucket(store.bucket())
                .destinationKey(PREFIX + StorageKey.random().value())
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType(TYPE)
                .build());
  }
}
