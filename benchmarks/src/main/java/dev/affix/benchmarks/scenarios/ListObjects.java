package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Service;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.Iterator;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists all objects of a service. The limit is the SDK's paginator, through the same client. */
final class ListObjects implements Scenario {
  private static final String PREFIX = "list/";

  @Override
  public String name() {
    return "list";
  }

  @Override
  public void run() throws Exception {
    int items = Settings.items(2_000);
    try (S3Store store = S3Store.open();
        S3Service service = store.service(PREFIX)) {
      byte[] one = {1};
      Parallel.seconds(
          Settings.threads(4), items, n -> store.put(PREFIX + StorageKey.random().value(), one));
      Turns.Rates rates =
          Turns.measure(
              "list",
              items,
              count -> Parallel.seconds(1, 1, n -> listed(service, count)),
              count -> Parallel.seconds(1, 1, n -> listed(store, count)));
      Lines.rate("list", rates.ours(), rates.limit(), "objects/s");
    }
  }

  private static void listed(S3Service service, int items) {
    int count = 0;
    long bytes = 0;
    for (Iterator<StoredObject> objects = service.list(); objects.hasNext(); count++) {
      bytes += objects.next().byteSize();
    }
    require(items, count, bytes);
  }

  private static void listed(S3Store store, int items) {
    int count = 0;
    long bytes = 0;
    for (S3Object object :
        store
            .client()
            .listObjectsV2Paginator(r -> r.bucket(store.bucket()).prefix(PREFIX))
            .contents()) {
      bytes += object.size();
      count++;
    }
    require(items, count, bytes);
  }

  private static void require(int items, int count, long bytes) {
    if (count != items || bytes != items) {
      throw new IllegalStateException(
          "list: %d objects of %d bytes instead of %d".formatted(count, bytes, items));
    }
  }
}
