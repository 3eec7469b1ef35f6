package dev.affix.examples.gallery;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.AffixException;
import dev.affix.DirectUploadLimits;
import dev.affix.Urls;
import dev.affix.disk.DiskService;
import dev.affix.image.ImageProcessor;
import dev.affix.storage.StorageService;
import dev.affix.testkit.StatementCounter;
import dev.affix.vips.VipsImageProcessor;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.cfg.AvailableSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole application: puts its parts together, and takes them apart in reverse. */
public final class Gallery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gallery.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Affix affix;
  private final People people;
  private final Site site;

  private Gallery(Settings settings) throws IOException {
    try {
      Path home = Files.createDirectories(settings.home()).toRealPath();
      StatementCounter counter = StatementCounter.over(pool(home));
      EntityManagerFactory database = closing(database(counter));
      Optional<ImageProcessor> images = imageProcessor().map(this::closing);
      affix = closing(affix(files(settings, home), home, database, images));
      people = new People(database, affix);
      new Seed(database, affix).plant(settings.photos());
      Assets assets = new Assets(settings.uploader());
      Pages pages =
          new Pages(Credits.in(settings.photos()), images.isPresent(), assets.hasUploader());
      site = closing(new Site(settings, new Routes(people, pages, counter, assets), affix));
      keepHouse();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts a gallery; whoever opens it closes it. */
  static Gallery open(Settings settings) throws IOException {
    return new Gallery(settings);
  }

  /** Starts the gallery and says where it is. */
  public static void main(String[] args) {
    // Answers on kept connections would wait for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("org.jboss.logging.provider", "slf4j");
    try {
      Gallery gallery = open(Settings.of(System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(gallery::close, "gallery-close"));
      System.out.println("The gallery is open at " + gallery.address());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Why the gallery did not start", e);
      System.err.println("The gallery did not start: " + Reasons.of(e));
      System.exit(1);
    }
  }

  URI address() {
    return site.address();
  }

  People people() {
    return people;
  }

  Affix affix() {
    return affix;
  }

  private JdbcConnectionPool pool(Path home) throws IOException {
    String url = "jdbc:h2:file:" + home.resolve("gallery") + ";DB_CLOSE_ON_EXIT=FALSE";
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
    parts.push(pool::dispose);
    // Hibernate would only say that it misses its dialect.
    try (Connection first = pool.getConnection()) {
      LOG.debug("{} in {}", first.getMetaData().getDatabaseProductVersion(), home);
    } catch (SQLException e) {
      throw new IOException("The database in " + home + " cannot be opened", e);
    }
    return pool;
  }

  private static EntityManagerFactory database(StatementCounter counter) {
    return new PersistenceConfiguration("gallery")
        .managedClass(Person.class)
        .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, counter.dataSource())
        .property(AvailableSettings.HBM2DDL_AUTO, "update")
        .createEntityManagerFactory();
  }

  private static Affix affix(
      StorageService files,
      Path home,
      EntityManagerFactory database,
      Optional<ImageProcessor> images)
      throws IOException {
    AffixBuilder builder =
        Affix.builder()
            .service("local", files)
            .signingKeys(SigningKeyFile.in(home))
            .urls(Urls.proxy(Site.FILES))
            .directUploads(Site.UPLOADS, DirectUploadLimits.DEFAULTS)
            .createTables();
    images.ifPresent(builder::imageProcessor);
    return builder.build(database);
  }

  private static StorageService files(Settings settings, Path home) {
    return settings
        .bucket()
        .map(Settings.Bucket::service)
        .orElseGet(() -> DiskService.at(home.resolve("files")));
  }

  /** Without libvips the gallery shows originals, so that one can look around first. */
  private static Optional<ImageProcessor> imageProcessor() {
    try {
      return Optional.of(VipsImageProcessor.isolated().build());
    } catch (AffixException e) {
      System.err.println("No thumbnails, originals instead: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void keepHouse() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gallery-housekeeping").factory());
    parts.push(clock::shutdownNow);
    ScheduledFuture<?> runs =
        clock.scheduleWithFixedDelay(this::housekeeping, 1, 1, TimeUnit.MINUTES);
    parts.push(() -> runs.cancel(false));
  }

  private void housekeeping() {
    try {
      affix.housekeeping();
    } catch (RuntimeException e) {
      // A scheduler forgets a task that throws.
      LOG.warn("Housekeeping failed; the next run is in a minute", e);
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the gallery did not close", e);
      }
    }
  }
}
