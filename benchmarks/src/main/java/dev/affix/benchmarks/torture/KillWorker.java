package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Coordinates;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.storage.StorageService;
import dev.affix.vips.VipsImageProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The process that is killed. Gets ready, waits for a line with a seed, then does random things
 * until it is killed, or told to stop by another line.
 */
final class KillWorker {
  private static final int THREADS = 4;

  private KillWorker() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(arguments, service -> service);
  }

  /**
   * @param wrapped what is done to the service before anything is stored
   */
  static void run(String[] arguments, UnaryOperator<StorageService> wrapped)
      throws IOException, InterruptedException {
    Place place = Place.of(List.of(arguments).subList(3, arguments.length));
    var coordinates = new Coordinates(arguments[0], arguments[1], arguments[2]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var pool = coordinates.pool(2 * THREADS);
        var vips = VipsImageProcessor.create();
        Unit unit =
            Unit.join(
                pool,
                wrapped.apply(place.service()),
                builder -> builder.imageProcessor(vips).replacedFileGrace(Duration.ZERO))) {
      RowView rows = new RowView(pool);
      rows.count("affix_blobs");
      tell("ready");
      String seed = in.readLine();
      if (seed != null) {
        work(unit, rows, place.longest(), Long.parseLong(seed), in);
      }
    }
  }

  private static void work(Unit unit, RowView rows, int longest, long seed, BufferedReader in)
      throws IOException, InterruptedException {
    var stopped = new AtomicBoolean();
    var busy = new CountDownLatch(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        var random = new Random(seed * 31 + i);
        var actions = new RandomActions(unit, rows, random, longest, KillWorker::tell);
        threads.execute(() -> {
          while (!stopped.get()) {
            actions.one();
            busy.countDown();
          }
        });
      }
      busy.await();
      tell("busy");
      in.readLine();
      stopped.set(true);
    }
  }

  private static synchronized void tell(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
