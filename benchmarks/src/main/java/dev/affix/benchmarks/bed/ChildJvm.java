package dev.affix.benchmarks.bed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JVM of its own running a main class of this class path; spoken to in lines. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it with this JVM's class path; what it logs comes out here. */
  public static ChildJvm start(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    return start(System.getProperty("java.class.path", ""), options, main, arguments);
  }

  /** As above with another class path. */
  public static ChildJvm start(
      String classPath, List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(arguments);
    return new ChildJvm(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** The next line it prints; null when it has ended. */
  public @Nullable String line() throws IOException {
    return out.readLine();
  }

  /** Waits for that line. */
  public void expect(String expected) throws IOException {
    String line = line();
    if (!expected.equals(line)) {
      throw new IOException(
          "The child was to say \"%s\", but said \"%s\"".formatted(expected, line));
    }
  }

  /** Tells it something. */
  public void say(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends it as kill -9 does and waits until it is gone. */
  public void kill() throws InterruptedException {
    // By its handle: the process itself would close its output, which is still to be read.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Waits for its end and gives its exit code. */
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
