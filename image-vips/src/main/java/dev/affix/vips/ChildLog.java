package dev.affix.vips;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what an image process writes to its standard error, and keeps the end of it. */
final class ChildLog {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedVips.class);
  private static final int KEPT = 4_000;

  private final long pid;
  private final StringBuilder end = new StringBuilder();
  private final Thread thread;

  private ChildLog(long pid, InputStream in) {
    this.pid = pid;
    thread = Thread.ofPlatform().daemon().name("affix-vips-log-" + pid).unstarted(() -> take(in));
  }

  /** Reads until the process ends: it must never wait for somebody to read. */
  static ChildLog of(Process process) {
    var log = new ChildLog(process.pid(), process.getErrorStream());
    log.thread.start();
    return log;
  }

  private void take(InputStream in) {
    byte[] buffer = new byte[2_048];
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        String text = new String(buffer, 0, read, StandardCharsets.UTF_8);
        LOG.debug("image process {}: {}", pid, text.strip());
        keep(text);
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private synchronized void keep(String text) {
    end.append(text);
    end.delete(0, Math.max(0, end.length() - KEPT));
  }

  /** The last of it, once the process has ended. */
  String end() throws InterruptedException {
    thread.join(1_000);
    synchronized (this) {
      return end.toString().strip();
    }
  }
}
