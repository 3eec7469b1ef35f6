package dev.affix.testkit.s3;

import dev.affix.testkit.internal.Once;
import dev.affix.testkit.internal.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** This JVM's s3proxy. */
final class S3proxyServer {
  private static final String CLASSPATH_PROPERTY = "affix.test.s3proxy";
  private static final String CLASSPATH_FILE = "testkit/s3proxy/target/s3proxy.classpath";
  private static final String USER = "affix";
  private static final Pattern STARTED =
      Pattern.compile("Started \\S*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)\\}");

  // At DEBUG, which is the default, it is half as fast and fills the disk. The connector says the
  // port that it chose itself.
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
        <logger name="org.gaul.shaded.org.eclipse.jetty.server.AbstractConnector" level="INFO"/>
      </configuration>
      """;

  private static final Once<Address> SHARED = new Once<>(S3proxyServer::start);

  private S3proxyServer() {}

  static Address shared() {
    return SHARED.get();
  }

  private static Address start() {
    try {
      String classpath = classpath();
      Path folder = ServerProcess.newFolder("s3proxy");
      Path data = Files.createDirectory(folder.resolve("data"));
      String secret = UUID.randomUUID().toString();
      Path settings = folder.resolve("s3proxy.conf");
      Files.writeString(settings, settings(secret, data));
      Path logging = folder.resolve("logback.xml");
      Files.writeString(logging, LOGGING);
      ServerProcess server =
          ServerProcess.start(
              "s3proxy",
              folder,
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:+UseSerialGC",
                  "-Dlogback.configurationFile=" + logging,
                  "-Djava.io.tmpdir=" + folder,
                  "-cp",
                  classpath,
                  "org.gaul.s3proxy.Main",
                  "--properties",
                  settings.toString()),
              Map.of());
      return new Address(server.awaitReady(S3proxyServer::endpoint), "us-east-1", USER, secret);
    } catch (IOException e) {
      throw new IllegalStateException("s3proxy did not start: " + e.getMessage(), e);
    }
  }

  private static String settings(String secret, Path data) {
    return """
    s3proxy.endpoint=http://127.0.0.1:0
    s3proxy.authorization=aws-v2-or-v4
    s3proxy.identity=%s
    s3proxy.credential=%s
    s3proxy.cors-allow-origins=http://127[.]0[.]0[.]1:[0-9]+
    s3proxy.cors-allow-methods=GET HEAD PUT
    s3proxy.cors-allow-headers=content-type content-md5 if-none-match x-amz-checksum-crc32c
    jclouds.provider=filesystem-nio2
    jclouds.filesystem.basedir=%s
    """
        .formatted(USER, secret, data);
  }

  private static Optional<URI> endpoint(String log) {
    Matcher started = STARTED.matcher(log);
    return started.find()
        ? Optional.of(URI.create("http://127.0.0.1:" + started.group(1)))
        : Optional.empty();
  }

  private static String classpath() throws IOException {
    Path file = classpathFile();
    String classpath = Files.readString(file, StandardCharsets.UTF_8).strip();
    for (String entry : classpath.split(File.pathSeparator, -1)) {
      if (!Files.exists(Path.of(entry))) {
        throw new IOException(
            "\"" + file + "\" names \"" + entry + "\", which is not there; " + remedy());
      }
    }
    return classpath;
  }

  /** Named by the property, or in the source tree that the tests run in. */
  private static Path classpathFile() throws IOException {
    String named = System.getProperty(CLASSPATH_PROPERTY, "");
    if (!named.isBlank()) {
      return Path.of(named);
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(CLASSPATH_FILE))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new IOException("there is no \"" + CLASSPATH_FILE + "\" here; " + remedy()));
  }

  private static String remedy() {
    return "run \"mvn -pl testkit/s3proxy generate-resources\" in the source tree of Affix, or"
        + " elsewhere let the system property "
        + CLASSPATH_PROPERTY
        + " name a file with the class path of org.gaul:s3proxy";
  }
}
