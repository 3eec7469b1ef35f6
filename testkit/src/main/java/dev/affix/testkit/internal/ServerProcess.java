package dev.affix.testkit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server that writes a log, lives in a folder of its own and ends with this JVM. */
public final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  // The id is there before the server is, so that no kill of this JVM comes in between.
  private static final String START = "echo $$ >\"$1\"; shift; exec \"$@\"";

  private final String name;
  private final Path folder;
  private final Path log;
  private final Process process;

  /** Looks whether a server that has said {@code log} so far is ready, and where. */
  @FunctionalInterface
  public interface Readiness<T> {
    /** Empty while it is not. */
    Optional<T> in(String log) throws IOException;
  }

  private ServerProcess(String name, Path folder, Path log, Process process) {
    this.name = name;
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /** A new folder for {@link #start}. */
  public static Path newFolder(String name) throws IOException {
    return Files.createTempDirectory("affix-" + name);
  }

  /**
   * Starts a server.
   *
   * @param folder removed with the server; the command line must name it
   * @param environment added to this JVM's
   */
  public static ServerProcess start(
      String name, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Path id = folder.resolve("server.pid");
    Path log = folder.resolve("server.log");
    ServerWatch.endWithThisJvm(id, folder, ServerWatch.Signal.TERM);
    List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", START, "start", id.toString()));
    shell.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(shell)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(name, folder, log, builder.start());
  }

  /** Waits until {@code readiness} finds what it looks for. */
  public <T> T awaitReady(Readiness<T> readiness) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = readiness.in(log());
      if (found.isPresent()) {
        return found.get();
      }
      if (endedWithin(100)) {
        throw new IOException(name + " ended with " + process.exitValue() + ". " + said());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(name + " is not ready after " + PATIENCE + ". " + said());
      }
    }
  }

  /** Everything of the server. */
  public Path folder() {
    return folder;
  }

  private String said() throws IOException {
    return "It said: " + log();
  }

  private String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  private boolean endedWithin(long millis) throws IOException {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " started", e);
    }
  }
}
