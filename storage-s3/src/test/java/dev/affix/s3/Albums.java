package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.Urls;
import dev.affix.disk.DiskService;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.MoveReport;
import dev.affix.pace.Pace;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Albums whose covers are on a disk at first, with an Affix that knows places in a store, too. */
final class Albums implements AutoCloseable {
  private final TestDatabase database = TestDatabase.h2();
  private final EntityManagerFactory factory;
  private final Affix affix;

  Albums(Path root, UnaryOperator<AffixBuilder> places) {
    factory =
        new PersistenceConfiguration("albums")
            .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
            .property("hibernate.hbm2ddl.auto", "update")
            .managedClass(Album.class)
            .createEntityManagerFactory();
    affix =
        places
            .apply(
                Affix.builder()
                    .service("disk", DiskService.at(root))
                    .defaultService("disk")
                    .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
                    .urls(Urls.proxy("/files"))
                    .createTables())
            .build(factory);
  }

  Affix affix() {
    return affix;
  }

  /** A new album with that cover; its key. */
  StorageKey add(Upload cover) {
    StagedBlob staged = affix.stage(cover);
    return factory.callInTransaction(em -> {
      Album album = new Album();
      em.persist(album);
      album.cover().attach(staged);
      return StorageKey.of(album.cover().blob().file().storageKey());
    });
  }

  /** Moves all there is, and deletes it where it was. */
  MoveReport move(String from, String to) {
    MoveReport report = affix.move(from).to(to).grace(Duration.ZERO).run();
    assertThat(report.isComplete()).as(report.text()).isTrue();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (notes() > 0) { // those that a thread in the background has claimed are its own to follow
      assertThat(affix.housekeeping().failed()).isZero();
      assertThat(System.nanoTime()).as("still there: " + notes()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
    return report;
  }

  private long notes() {
    return factory.callInTransaction(em ->
        ((Number) em.createNativeQuery("select count(*) from affix_deletions").getSingleResult())
            .longValue());
  }

  /** Reads all that is on a service and compares it with rows; how much that was. */
  long read(String service) {
    AuditReport report = affix.auditByReading(service, Pace.unlimited());
    assertThat(report.isClean()).as(report.text()).isTrue();
    assertThat(report.unchecked()).isEmpty();
    assertThat(report.same()).isEqualTo(report.objects()).isEqualTo(report.read());
    return report.read();
  }

  @Override
  public void close() {
    affix.close();
    factory.close();
    database.close();
  }
}
