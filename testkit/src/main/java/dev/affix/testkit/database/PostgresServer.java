package dev.affix.testkit.database;

import dev.affix.testkit.internal.ServerWatch;
import dev.affix.testkit.internal.Shelf;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** This JVM's PostgreSQL. */
final class PostgresServer {
  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  private static final class Shared {
    static final PostgresServer SERVER = start();
  }

  static PostgresServer shared() {
    return Shared.SERVER;
  }

  Catalog newCatalog() {
    String name = Catalog.newName();
    String serverUrl = server.getJdbcUrl(USER, "postgres");
    Catalog.execute(serverUrl, USER, PASSWORD, "create database " + name);
    return new Catalog(
        "jdbc:postgresql://localhost:" + server.getPort() + "/" + name,
        USER,
        PASSWORD,
        serverUrl,
        "drop database if exists " + name + " with (force)");
  }

  private static PostgresServer start() {
    try {
      Path folder = Files.createTempDirectory("affix-postgres");
      Path data = folder.resolve("data");
      ServerWatch.endWithThisJvm(data.resolve("postmaster.pid"), folder, ServerWatch.Signal.QUIT);
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(Shelf.folder("postgres").toFile())
              .setDataDirectory(data)
              .setPGStartupWait(Duration.ofSeconds(60))
              .setServerConfig("max_connections", "300")
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .start());
    } catch (IOException | IllegalStateException e) {
      throw new IllegalStateException(
          "PostgreSQL did not start. Run as root it needs the command \"unshare\" and user"
              + " namespaces; where those are missing, run as an ordinary user",
          e);
    }
  }
}
