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
 * Copies objects of 20 KB inside the store as Affix does, each to a new key that must be free, and
 * only if it is the one that was seen. Where the store cannot refuse a taken key by itself, that is
 * a look before each copy. The limit is the SDK's plain copy, through the same client.
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
      Turns.Rates rates =
          Turns.measure(
              "copy",
              items,
              count -> Parallel.seconds(threads, count, n -> copy(service, seen)),
              count -> Parallel.seconds(threads, count, n -> copy(store, key)));
      long wrong = store.sizes(PREFIX).values().stream().filter(length -> length != LENGTH).count();
      if (wrong > 0) {
        throw new IllegalStateException("copy: " + wrong + " copies have another length");
      }
      Lines.rate("copy", rates.ours(), rates.limit(), "items/s");
    }
  }

  private static void copy(S3Service service, StoredObject seen) {
    PutRequest target = PutRequest.of(StorageKey.random(), TYPE).withLength(LENGTH);
    service.copy(service, seen, target);
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
