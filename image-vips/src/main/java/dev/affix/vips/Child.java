package dev.affix.vips;

import dev.affix.AffixException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's end of one image process. Used by one thread at a time; killed by any. */
final class Child {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedVips.class);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(5);

  final Process process;
  private final Launcher launcher;
  private final int largest;
  private final ChildLog log;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final byte[] buffer = new byte[Wire.CHUNK];

  private Child(Launcher launcher, int largest) throws IOException {
    this.launcher = launcher;
    process = launcher.start();
    this.largest = largest;
    log = ChildLog.of(process);
    in = new DataInputStream(process.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /**
   * Starts the process, which is not ready yet.
   *
   * @param largest bytes that a result may have
   */
  static Child launch(Launcher launcher, int largest) throws IOException {
    return new Child(launcher, largest);
  }

  /**
   * Tells it its settings and waits until it is ready.
   *
   * @throws AffixException if there is no usable libvips
   * @throws IOException if it ended instead
   */
  Answer.Ready greet(Request.Settings settings) throws IOException {
    var begun = new CountDownLatch(1);
    Thread.ofVirtual().name("affix-vips-start").start(() -> killUnless(begun));
    try {
      Wire.write(out, settings);
      Answer answer = Wire.readAnswer(in, 0);
      return switch (answer) {
        case Answer.Ready ready -> ready;
        case Answer.Refused refused -> throw new AffixException(refused.message());
        default -> throw new IOException("It began with " + answer);
      };
    } catch (IOException e) {
      throw new IOException(obituary(), e);
    } finally {
      begun.countDown();
    }
  }

  private void killUnless(CountDownLatch begun) {
    try {
      if (!begun.await(START.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has one request answered. */
  Answer.Done ask(Errand errand, Request request, Feed feed) throws IOException {
    Request said = request;
    while (true) {
      errand.waiting();
      Answer answer;
      try {
        Wire.write(out, said);
        answer = Wire.readAnswer(in, largest);
      } finally {
        errand.answered();
      }
      switch (answer) {
        case Answer.More more -> said = feed.next(buffer);
        case Answer.Done done -> {
          return done;
        }
        default -> throw new IOException("It answered with " + answer.getClass().getSimpleName());
      }
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Ends it at once, whatever it does. */
  void kill() {
    // By its handle: the process itself would close the pipes, which somebody may be reading.
    process.toHandle().destroyForcibly();
  }

  /** Lets it go; it has nothing to do. */
  void dismiss() {
    try {
      Wire.write(out, new Request.Leave());
      out.close();
    } catch (IOException e) {
      kill();
    }
  }

  /** Waits until it is gone, and kills it if that takes long. */
  void awaitEnd() {
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** How it ended, for a message; kills it if it has not. What it said of it goes to the log. */
  String obituary() {
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        process.waitFor();
        return "it answered with what is no answer, and was killed";
      }
      String end = (launcher.crashLog(process) + log.end()).strip();
      LOG.warn(
          "Image process {} ended with exit code {}{}",
          process.pid(),
          process.exitValue(),
          end.isEmpty() ? "" : "; its last words:\n" + end);
      String last = lastWords(end);
      return "it ended with exit code "
          + process.exitValue()
          + (last.isEmpty() ? "" : " (" + last + ")");
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return "it was killed";
    }
  }

  /** Where a JVM crashed, else the last line. */
  private static String lastWords(String text) {
    List<String> lines =
        text.lines()
            .map(line -> line.replaceFirst("^#", "").strip())
            .filter(l -> !l.isEmpty())
            .toList();
    int frame = lines.indexOf("Problematic frame:") + 1;
    return frame > 0 && frame < lines.size()
        ? lines.get(frame)
        : lines.isEmpty() ? "" : lines.getLast();
  }
}
