package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Service;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Reads objects to their ends. The limit is the SDK, through the same client. */
final class Download implements Scenario {
  private static final String PREFIX = "download/";
  private static final int SMALL = 20_000;
  private static final int LARGE = 10 << 20;

  @Override
  public String name() {
    return "download";
  }

  @Override
  public void run() throws Exception {
    try (S3Store store = S3Store.open();
        S3Service service = store.service(PREFIX)) {
      Turns.Rates small = measure(store, service, SMALL, Settings.items(400));
      Lines.rate("download_20k", small.ours(), small.limit(), "items/s");
      Turns.Rates large = measure(store, service, LARGE, Math.max(1, Settings.items(400) / 20));
      double megabytes = LARGE / 1e6;
      Lines.rate("download_10m", large.ours() * megabytes, large.limit() * megabytes, "MB/s");
    }
  }

  private static Turns.Rates measure(S3Store store, S3Service service, int length, int items)
      throws Exception {
    StorageKey key = StorageKey.random();
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    store.put(PREFIX + key.value(), bytes);
    GetObjectRequest get =
        GetObjectRequest.builder().bucket(store.bucket()).key(PREFIX + key.value()).build();
    int threads = Settings.threads(4);
    return Turns.measure(
        "download of " + length + " bytes",
        items,
        count -> Parallel.seconds(threads, count, n -> read(service, key, length)),
        count -> Parallel.seconds(threads, count, n -> read(store, get, length)));
  }

  private static void read(S3Service service, StorageKey key, int length) throws IOException {
    try (ObjectReader reader = service.open(key)) {
      requireAll(reader.body(), length);
    }
  }

  private static void read(S3Store store, GetObjectRequest get, int length) throws IOException {
    try (InputStream in = store.client().getObject(get)) {
      requireAll(in, length);
    }
  }

  private static void requireAll(InputStream in, int length) throws IOException {
    byte[] buffer = new byte[16_384];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      total += read;
    }
    if (total != length) {
      throw new IllegalStateException("download: %d of %d bytes".formatted(total, length));
    }
  }
}
