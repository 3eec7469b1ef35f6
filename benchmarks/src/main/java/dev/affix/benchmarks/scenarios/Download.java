package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.Progress;
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
      double[] small = measure(store, service, SMALL, Settings.items(400));
      Lines.rate("download_20k", small[0], small[1], "items/s");
      int large = Math.max(1, Settings.items(400) / 20);
      double[] rates = measure(store, service, LARGE, large);
      double megabytes = LARGE / 1e6;
      Lines.rate("download_10m", rates[0] * megabytes, rates[1] * megabytes, "MB/s");
    }
  }

  /** Items a second: ours, and by the SDK. */
  private static double[] measure(S3Store store, S3Service service, int length, int items)
      throws Exception {
    StorageKey key = StorageKey.random();
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    store.put(PREFIX + key.value(), bytes);
    GetObjectRequest get =
        GetObjectRequest.builder().bucket(store.bucket()).key(PREFIX + key.value()).build();
    int threads = Settings.threads(4);
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    Parallel.seconds(threads, items / 2, n -> read(service, key, length));
    Parallel.seconds(threads, items / 2, n -> read(store, get, length));
    for (int i = 0; i < ROUNDS; i++) {
      ours[i] = items / Parallel.seconds(threads, items, n -> read(service, key, length));
      theirs[i] = items / Parallel.seconds(threads, items, n -> read(store, get, length));
      Progress.say(
          "download of %d bytes, round %d: %.0f/s of %.0f/s"
              .formatted(length, i + 1, ours[i], theirs[i]));
    }
    return new double[] {Lines.median(ours), Lines.median(theirs)};
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
