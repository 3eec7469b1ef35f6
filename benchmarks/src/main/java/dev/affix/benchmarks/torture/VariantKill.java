package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessor;
import dev.affix.image.Variation;
import dev.affix.vips.ImageProcesses;
import dev.affix.vips.IsolatedVips;
import dev.affix.vips.VipsImageProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;

/**
 * Kills image processes at random moments while variants are made in them. Each request is answered
 * with the very bytes it would have without kills, or says that its process died and is asked
 * again; in the end there are as many processes as before, and no more open files.
 */
final class VariantKill implements Proof {
  private static final int PROCESSES = 2;
  private static final int CALLERS = 4;
  private static final int MOST_TRIES = 50;
  private static final int LONGEST_PAUSE_MILLIS = 40;
  private static final int MOST_BETWEEN = 20;
  private static final List<String> SIGNALS = List.of("KILL", "KILL", "SEGV", "ABRT", "STOP");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "variant-kill";
  }

  @Override
  public int fullCount() {
    return 10_000;
  }

  @Override
  public Outcome run(int count, long seed) throws Exception {
    try (IsolatedVips vips = VipsImageProcessor.isolated().processes(PROCESSES).build()) {
      return attack(vips, () -> ImageProcesses.of(vips), count, seed, PATIENCE);
    }
  }

  /** What lives of the processor under attack. */
  @FunctionalInterface
  interface Processes {
    List<ProcessHandle> alive();
  }

  /** One recipe for one picture, and what it makes when nothing is killed. */
  @SuppressWarnings("ArrayRecordComponent") // compared never
  private record Order(byte[] picture, Variation recipe, byte[] expected) {}

  /**
   * Has that processor make so many variants, while its processes are killed.
   *
   * @param patience how long to wait in the end until all is as before
   */
  Outcome attack(
      ImageProcessor processor, Processes processes, int count, long seed, Duration patience)
      throws Exception {
    Set<String> broken = Collections.synchronizedSet(new LinkedHashSet<>());
    List<Order> orders = orders();
    warmUp(processor, processes, orders, patience);
    long filesBefore = openFiles();
    var kills = new AtomicLong();
    var answered = new AtomicInteger();
    var stopped = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> killer =
          threads.submit(() -> kill(processes, new Random(seed), answered, kills, stopped));
      List<Future<?>> callers = new ArrayList<>();
      var next = new AtomicInteger();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(
            threads.submit(() -> {
              for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                answer(processor, orders.get(n % orders.size()), broken);
                if (answered.incrementAndGet() % 500 == 0) {
                  Progress.say(
                      "%d variants, %d kills, %d broken"
                          .formatted(answered.get(), kills.get(), broken.size()));
                }
              }
            }));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      stopped.set(true);
      killer.get();
    }
    settle(processes, filesBefore, broken, patience);
    orders.forEach(order -> answer(processor, order, broken));
    if (count >= 1_000 && kills.get() < count / 50) {
      broken.add("only %d kills, which shows nothing".formatted(kills.get()));
    }
    return new Outcome(answered.get(), kills.get(), List.copyOf(broken));
  }

  private static void answer(ImageProcessor processor, Order order, Set<String> broken) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      try {
        byte[] made =
            processor
                .transform(() -> new ByteArrayInputStream(order.picture()), order.recipe())
                .bytes();
        if (!Arrays.equals(made, order.expected())) {
          broken.add(order.recipe() + " came out other than it does without kills");
        }
        return;
      } catch (ImageCrashException e) {
        // Its process died; the rule is to try again.
      } catch (RuntimeException e) {
        broken.add(order.recipe() + " failed otherwise than by a crash: " + e);
        return;
      }
    }
    broken.add(order.recipe() + " was not made in " + MOST_TRIES + " tries");
  }

  /**
   * Between two kills some variants are made, so that it goes on on slow machines, too. Stopped
   * processes are killed a moment later, before their time would be over.
   */
  private static void kill(
      Processes processes,
      Random random,
      AtomicInteger answered,
      AtomicLong kills,
      AtomicBoolean stopped) {
    while (!stopped.get()) {
      int until = answered.get() + 1 + random.nextInt(MOST_BETWEEN);
      while (answered.get() < until && !stopped.get()) {
        pause(1);
      }
      pause(random.nextInt(LONGEST_PAUSE_MILLIS));
      List<ProcessHandle> alive = processes.alive();
      if (alive.isEmpty()) {
        continue;
      }
      ProcessHandle victim = alive.get(random.nextInt(alive.size()));
      String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
      if (send(signal, victim)) {
        kills.incrementAndGet();
      }
      if (signal.equals("STOP")) {
        pause(random.nextInt(50));
        victim.destroyForcibly();
      }
    }
  }

  /** As many processes as before, and nothing left open. */
  private static void settle(
      Processes processes, long filesBefore, Set<String> broken, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<String> faults = faults(processes, filesBefore);
    while (!faults.isEmpty() && System.nanoTime() < end) {
      pause(100);
      faults = faults(processes, filesBefore);
    }
    broken.addAll(faults);
  }

  private static List<String> faults(Processes processes, long filesBefore) {
    List<String> faults = new ArrayList<>();
    List<ProcessHandle> alive = processes.alive();
    if (alive.size() != PROCESSES) {
      faults.add("there are %d processes instead of %d".formatted(alive.size(), PROCESSES));
    }
    long strangers =
        ProcessHandle.current()
            .children()
            .filter(child -> isImageProcess(child) && !alive.contains(child))
            .count();
    if (strangers > 0) {
      faults.add(strangers + " image processes live on that nobody knows");
    }
    long files = openFiles();
    if (files > filesBefore) {
      faults.add("%d files are open, %d were before".formatted(files, filesBefore));
    }
    return faults;
  }

  private static boolean isImageProcess(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("dev.affix.vips.ChildMain");
  }

  /** All processes are started, and what opens files once has done so, a kill among it. */
  private static void warmUp(
      ImageProcessor processor, Processes processes, List<Order> orders, Duration patience)
      throws Exception {
    fill(processor, processes, orders, patience);
    if (!processes.alive().isEmpty()) {
      send("KILL", processes.alive().getFirst());
    }
    fill(processor, processes, orders, patience);
  }

  private static void fill(
      ImageProcessor processor, Processes processes, List<Order> orders, Duration patience)
      throws Exception {
    Set<String> ignored = Collections.synchronizedSet(new LinkedHashSet<>());
    long end = System.nanoTime() + patience.toNanos();
    do {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> made = new ArrayList<>();
        for (Order order : orders) {
          made.add(threads.submit(() -> answer(processor, order, ignored)));
        }
        for (Future<?> one : made) {
          one.get();
        }
      }
    } while (processes.alive().size() < PROCESSES && System.nanoTime() < end);
  }

  private static List<Order> orders() throws IOException {
    List<byte[]> pictures = List.of(photo(600, 400), photo(300, 400), Png.noise(new Random(3), 60));
    List<Variation> recipes =
        List.of(
            Variation.of(Variation.resizeToLimit(100, 100)),
            Variation.of(Variation.resizeToFill(64, 64), Variation.format(ImageFormat.WEBP)),
            Variation.of(Variation.rotate(90), Variation.format(ImageFormat.PNG)));
    List<Order> orders = new ArrayList<>();
    // In this process, where nothing is killed.
    try (VipsImageProcessor here = VipsImageProcessor.create()) {
      for (byte[] picture : pictures) {
        for (Variation recipe : recipes) {
          byte[] expected = here.transform(() -> new ByteArrayInputStream(picture), recipe).bytes();
          orders.add(new Order(picture, recipe, expected));
        }
      }
    }
    return orders;
  }

  private static byte[] photo(int width, int height) throws IOException {
    var random = new Random(42);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(40);
        image.setRGB(
            x, y, (noise + 200 * x / width) << 16 | (noise + 200 * y / height) << 8 | noise);
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return bytes.toByteArray();
  }

  private static boolean send(String signal, ProcessHandle process) {
    try {
      return new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, process.pid()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Zero where the system does not tell. */
  private static long openFiles() {
    String[] files = new File("/proc/self/fd").list();
    return files == null ? 0 : files.length;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
