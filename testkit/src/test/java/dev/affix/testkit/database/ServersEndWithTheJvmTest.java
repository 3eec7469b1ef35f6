package dev.affix.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No exit of a JVM, not even a kill, leaks a server or its files. */
class ServersEndWithTheJvmTest {
  @TempDir Path temporary;

  /** Starts both servers, says their process ids, and ends when its input does. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      TestDatabase postgres = TestDatabase.postgres();
      TestDatabase mariadb = TestDatabase.mariadb();
      System.out.println("started " + postgres + " and " + mariadb);
      System.out.println(System.in.read());
    }
  }

  @Test
  void killedJvmTakesItsServersAlong() throws Exception {
    Process child = start();
    List<ProcessHandle> servers = serversOf(child);
    child.toHandle().destroyForcibly();
    assertAllGone(servers);
  }

  @Test
  void endedJvmTakesItsServersAlong() throws Exception {
    Process child = start();
    List<ProcessHandle> servers = serversOf(child);
    child.getOutputStream().close();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    assertAllGone(servers);
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            Starter.class.getName())
        .redirectErrorStream(true)
        .start();
  }

  /** Found by their ids in files, since PostgreSQL's is no descendant of the JVM. */
  private List<ProcessHandle> serversOf(Process child) throws IOException {
    BufferedReader output = child.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = ""; !line.startsWith("started "); said.add(line)) {
      line = output.readLine();
      assertThat(line).as("the child ended after %s", said).isNotNull();
    }
    try (Stream<Path> files = Files.walk(temporary, 3)) {
      List<ProcessHandle> servers =
          files
              .filter(file -> file.endsWith("postmaster.pid") || file.endsWith("server.pid"))
              .map(ServersEndWithTheJvmTest::processIn)
              .toList();
      assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);
      return servers;
    }
  }

  private static ProcessHandle processIn(Path file) {
    try {
      long id = Long.parseLong(Files.readAllLines(file).get(0).strip());
      return ProcessHandle.of(id).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertAllGone(List<ProcessHandle> servers) throws Exception {
    for (ProcessHandle server : servers) {
      server.onExit().get(60, TimeUnit.SECONDS);
    }
    // The folders go after the processes.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!folders().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(folders()).isEmpty();
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().matches("affix-(postgres|mariadb)\\d+"))
          .toList();
    }
  }
}
