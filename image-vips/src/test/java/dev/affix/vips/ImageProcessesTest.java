package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.Variation;
import dev.affix.vips.application.Application;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How image processes start and end, wherever the application's classes are. */
@Timeout(240)
class ImageProcessesTest {
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToLimit(20, 20));
  private static final byte[] PNG = Pictures.png(Pictures.photo(60, 60));

  @TempDir private Path folder;

  @Test
  void theirJarHoldsWhatTheyNeedAndNoMore() throws IOException {
    Path jar = folder.resolve("all.jar");
    Files.write(jar, jar());
    try (var file = new JarFile(jar.toFile())) {
      List<String> entries = file.stream().map(entry -> entry.getName()).toList();
      assertThat(entries)
          .contains("dev/affix/vips/ChildMain.class", "dev/affix/image/Transformation$Crop.class")
          .allMatch(entry ->
              entry.matches("(dev/affix|org/slf4j|org/jspecify|org/apache/commons/codec)/.*"))
          .noneMatch(entry -> entry.startsWith("dev/affix/internal/"));
    }
    assertThat(Files.size(jar)).isLessThan(1 << 20);
  }

  private static byte[] jar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ChildClasses.write(ChildMain.class, bytes);
    return bytes.toByteArray();
  }

  /** As in Spring Boot's jars within a jar: classes have no file, only their loader knows them. */
  @Test
  void theyStartWhereClassesAreInNoFile() throws Exception {
    var nested = new NestedLoader(IsolatedVips.class.getClassLoader());
    Class<?> vips = nested.loadClass(VipsImageProcessor.class.getName());
    assertThat(vips).isNotSameAs(VipsImageProcessor.class);
    Object builder = vips.getMethod("isolated").invoke(null);
    try (var made = (AutoCloseable) builder.getClass().getMethod("build").invoke(builder)) {
      assertThat((String) made.getClass().getMethod("doctor").invoke(made)).startsWith("libvips");
    }
    // A class that only processes use: found there, and read from there.
    assertThat(nested.asked).filteredOn("dev/affix/vips/PngChunks.class"::equals).hasSize(2);
  }

  /** Has the classes of Affix for itself, without saying where from. */
  private static final class NestedLoader extends ClassLoader {
    final List<String> asked = new CopyOnWriteArrayList<>();

    NestedLoader(ClassLoader parent) {
      super("nested", parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.affix.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public @Nullable URL getResource(String name) {
      return null;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      asked.add(name);
      return getParent().getResourceAsStream(name);
    }
  }

  @Test
  void theyStartFromModules() throws Exception {
    try (var application = new Running(folder, onModulePath())) {
      assertThat(application.lines.subList(0, 2)).containsExactly("false", "true");
      application.check();
    }
  }

  @Test
  void theyEndWhenTheApplicationIsKilled() throws Exception {
    try (var application = new Running(folder, onClassPath())) {
      application.check();
      List<ProcessHandle> processes = application.imageProcesses();
      assertThat(processes).hasSize(1).allMatch(ProcessHandle::isAlive);
      Path temporary = application.temporary;
      assertThat(temporary).isDirectoryContaining("glob:**/affix-vips-*");
      application.process.destroyForcibly().waitFor();
      processes.forEach(process -> process.onExit().orTimeout(2, TimeUnit.MINUTES).join());
      assertThat(temporary).isEmptyDirectory();
    }
  }

  @Test
  void theyGetNothingOfTheApplicationsEnvironmentAndOptions() throws Exception {
    try (var application = new Running(folder, onClassPath())) {
      ProcessHandle process = application.imageProcesses().getFirst();
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      if (Files.exists(environment)) {
        assertThat(Files.readString(environment))
            .contains("MALLOC_ARENA_MAX=")
            .doesNotContain("DATABASE_PASSWORD", "JAVA_TOOL_OPTIONS");
      }
      assertThat(process.info().arguments().orElse(new String[0]))
          .doesNotContain("-Dsecret=of-the-application")
          .doesNotContain("-Xmx700m");
    }
  }

  @Test
  void oneThatCannotBeStartedIsToldAtOnce() {
    Launcher launcher = running("sh", "-c", "echo no room >&2; exit 3");
    try (var children = new Children(launcher, settings(), 1)) {
      assertThatThrownBy(children::startFirst)
          .isExactlyInstanceOf(AffixException.class)
          .hasMessageContaining("cannot be started: it ended with exit code 3")
          .hasMessageContaining("no room");
    }
    Launcher nothing = running(folder.resolve("no-java").toString());
    try (var children = new Children(nothing, settings(), 1)) {
      assertThatThrownBy(children::startFirst)
          .isExactlyInstanceOf(AffixException.class)
          .hasMessageContaining("no-java");
    }
  }

  @Test
  void oneThatSpeaksNonsenseIsKilled() {
    Launcher launcher = running("sh", "-c", "echo A fatal error; exec sleep 600");
    try (var children = new Children(launcher, settings(), 1)) {
      assertThatThrownBy(children::startFirst)
          .isExactlyInstanceOf(AffixException.class)
          .hasMessageContaining("no answer, and was killed");
      assertThat(children.handles()).isEmpty();
    }
  }

  /** After one that worked no other starts: told to whoever asks, and tried less and less often. */
  @Test
  void othersThatCannotBeStartedAreToldAndTriedAgainLater() throws IOException {
    Path mark = folder.resolve("started");
    Path tries = folder.resolve("tries");
    var launcher =
        new Launcher(1 << 20) {
          @Override
          List<String> command(Path own) {
            String once =
                "if mkdir %s 2>/dev/null; then exec \"$@\"; else echo >>%s; exit 4; fi"
                    .formatted(mark, tries);
            List<String> words = new ArrayList<>(List.of("sh", "-c", once, "sh"));
            words.addAll(super.command(own));
            return words;
          }
        };
    try (var children = new Children(launcher, settings(), 1)) {
      children.startFirst();
      Signals.endBy("KILL", children.handles().getFirst());
      for (int i = 0; i < 200; i++) {
        assertThatThrownBy(() -> ask(children))
            .isInstanceOf(ImageProcessingException.class)
            .hasMessageContaining("exit code 4");
      }
      assertThat(Files.readAllLines(tries)).hasSizeLessThan(20);
      Files.delete(mark);
      Answer.@Nullable Outcome outcome = null;
      while (outcome == null) {
        try {
          outcome = ask(children);
        } catch (ImageProcessingException e) {
          assertThat(e).hasMessageContaining("exit code 4");
        }
      }
      assertThat(outcome).isInstanceOf(Answer.Made.class);
    }
  }

  /** It had the request, but nothing of the picture, which another process gets. */
  @Test
  void oneThatDiesBeforeItAsksForThePictureCostsNothing() throws Exception {
    try (var children = new Children(new Launcher(1 << 20), settings(), 1)) {
      children.startFirst();
      ProcessHandle process = children.handles().getFirst();
      Signals.send("STOP", process);
      var errand = new Errand();
      CompletableFuture<Answer.Outcome> outcome =
          CompletableFuture.supplyAsync(() -> ask(children, errand));
      while (errand.worked().isZero()) {
        Thread.onSpinWait();
      }
      Signals.endBy("KILL", process);
      assertThat(outcome.join()).isInstanceOf(Answer.Made.class);
    }
  }

  private static Launcher running(String... command) {
    return new Launcher(1 << 20) {
      @Override
      List<String> command(Path own) {
        return List.of(command);
      }
    };
  }

  /** Sweepers of folders for temporary files take what is old, whether it is in use or not. */
  @Test
  void theirJarIsWrittenAgainWhenItWasSwept() throws IOException {
    try (var vips = VipsImageProcessor.isolated().processes(1).build()) {
      ProcessHandle process = vips.handles().getFirst();
      String[] arguments = process.info().arguments().orElseThrow();
      Launcher.delete(Path.of(arguments[arguments.length - 1]));
      Signals.endBy("KILL", process);
      assertThat(vips.transform(source(PNG), THUMBNAIL).width()).isEqualTo(20);
    }
  }

  @Test
  void onlyWhatWasPutThereIsDeleted() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Path own = Files.createFile(folder.resolve("image-process.jar"));
    Path other = Files.createFile(folder.resolve("letters.txt"));
    Launcher.delete(link);
    assertThat(own).exists();
    Launcher.delete(folder);
    assertThat(own).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void theWaitAfterFailuresGrowsToAMinute() {
    assertThat(Backoff.delay(0)).isZero();
    assertThat(Backoff.delay(1)).isZero();
    assertThat(Backoff.delay(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(Backoff.delay(5)).isEqualTo(Duration.ofMillis(1_600));
    assertThat(Backoff.delay(1_000)).isEqualTo(Duration.ofMinutes(1));
  }

  private static Answer.Outcome ask(Children children) {
    return ask(children, new Errand());
  }

  private static Answer.Outcome ask(Children children, Errand errand) {
    try (var feed = new Feed(source(PNG))) {
      return children.ask(errand, new Request.Transform(THUMBNAIL), feed);
    }
  }

  private static Request.Settings settings() {
    Path library = LibraryFinder.placeForOthers(null);
    return new Request.Settings(
        library == null ? null : library.toString(), VipsLimits.defaults(), 1L << 30, 10_000);
  }

  private static List<String> onClassPath() {
    return List.of("-cp", System.getProperty("java.class.path", ""));
  }

  /** Only the application itself is on the class path; it is in no module. */
  private List<String> onModulePath() throws IOException {
    String own = testClasses();
    List<String> modules =
        new ArrayList<>(
            Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .filter(entry -> !entry.equals(own))
                .toList());
    modules.add(emptyModule("jakarta.interceptor"));
    modules.add(emptyModule("jakarta.cdi"));
    return List.of(
        "-p", String.join(File.pathSeparator, modules), "--add-modules=dev.affix.vips", "-cp", own);
  }

  /** What the API of Jakarta Transactions requires and Affix does not use. */
  private String emptyModule(String name) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", name);
    Path jar = folder.resolve(name + ".jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar.toString();
  }

  private static String testClasses() {
    try {
      return Path.of(Application.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An application with a secret, in a JVM of its own. */
  private static final class Running implements AutoCloseable {
    final Process process;
    final Path temporary;
    final List<String> lines = new ArrayList<>();

    Running(Path folder, List<String> where) throws IOException {
      temporary = Files.createDirectory(folder.resolve("temporary"));
      Path picture = Files.write(folder.resolve("picture.png"), PNG);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
      command.add("-Xmx700m");
      command.add("-Dsecret=of-the-application");
      command.add("-Djava.io.tmpdir=" + temporary);
      String library = System.getProperty(LibraryFinder.PROPERTY);
      if (library != null) {
        command.add("-D" + LibraryFinder.PROPERTY + "=" + library);
      }
      command.addAll(where);
      command.add(Application.class.getName());
      command.add(picture.toString());
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      Map<String, String> environment = builder.environment();
      environment.put("DATABASE_PASSWORD", "geheim");
      environment.put("JAVA_TOOL_OPTIONS", "-Dof.all=jvms");
      process = builder.start();
      BufferedReader out = process.inputReader();
      for (String line = out.readLine(); !"waiting".equals(line); line = out.readLine()) {
        if (line == null) {
          throw new IOException("The application ended after " + lines);
        }
        lines.add(line);
      }
    }

    /** The picture is right. */
    void check() {
      try (var here = VipsImageProcessor.create()) {
        assertThat(Base64.getDecoder().decode(lines.get(2)))
            .isEqualTo(here.transform(source(PNG), THUMBNAIL).bytes());
      }
    }

    List<ProcessHandle> imageProcesses() {
      return lines.stream()
          .skip(3)
          .map(Long::valueOf)
          .map(pid -> ProcessHandle.of(pid).orElseThrow())
          .toList();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
