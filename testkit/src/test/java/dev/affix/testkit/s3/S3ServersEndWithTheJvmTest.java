package dev.affix.testkit.s3;

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

/** Not even a kill of the JVM leaks a server or its files. */
class S3ServersEndWithTheJvmTest {
  @TempDir Path temporary;

  /** Starts the servers, says so, and waits to be killed. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      List<S3TestServer> servers =
          S3TestServer.kinds().stream().map(S3TestServer.Kind::open).toList();
      System.out.println("started " + servers);
      System.out.println(System.in.read());
    }
  }

  @Test
  void killedJvmTakesItsServersAlong() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-D"
                    + S3TestServer.KINDS_PROPERTY
                    + "="
                    + System.getProperty(S3TestServer.KINDS_PROPERTY, ""),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName())
            .redirectErrorStream(true)
            .start();
    awaitStart(child.inputReader());
    List<ProcessHandle> servers = child.descendants().filter(this::isServer).toList();
    assertThat(servers).hasSize(started());
    child.toHandle().destroyForcibly();

    for (ProcessHandle server : servers) {
      server.onExit().get(60, TimeUnit.SECONDS);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!folders().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(folders()).isEmpty();
  }

  private static int started() {
    return (int)
        S3TestServer.kinds().stream().filter(kind -> kind != S3TestServer.Kind.RUNNING).count();
  }

  /** Their command lines name their folders, as do the watches'. */
  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return !info.command().orElse("sh").endsWith("sh")
        && info.commandLine().orElse("").contains(temporary.toString());
  }

  private static void awaitStart(BufferedReader output) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = ""; !line.startsWith("started "); said.add(line)) {
      line = output.readLine();
      assertThat(line).as("the child ended after %s", said).isNotNull();
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().matches("affix-(s3proxy|localstack)\\d+"))
          .toList();
    }
  }
}
