package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.model.Blob;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.ConstraintMode;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Blobs that columns of the application's own refer to, with a foreign key or without. */
@ParameterizedClass
@MethodSource("databases")
class KeptByReferenceTest {
  private final TestDatabase.Kind kind;
  private final AtomicReference<Runnable> beforeTheBlobGoes = new AtomicReference<>(() -> {});
  private Unit unit;

  KeptByReferenceTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    StatementInspector inspector =
        sql -> {
          if (sql.startsWith("delete from affix_blobs")) {
            beforeTheBlobGoes.getAndSet(() -> {}).run();
          }
          return sql;
        };
    unit =
        Unit.open(
            kind,
            (builder, made) -> builder.imageProcessor(new ScriptedProcessor()),
            Map.of("hibernate.session_factory.statement_inspector", inspector),
            Pseud.class,
            Poster.class,
            Clipping.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aStagedBlobThatTheApplicationRefersToExpiresWhenItNoLongerDoes() {
    Long purged = unit.pseudWithIcon("ann");
    StagedBlob kept = unit.affix().stage(Unit.text("kept"));
    StagedBlob other = unit.affix().stage(Unit.text("other"));
    Long id =
        unit.inTransaction(
                em -> {
                  var poster = new Poster();
                  poster.picture = em.getReference(Blob.class, kept.id());
                  em.persist(poster);
                  return poster;
                })
            .id;
    noteWithoutHint(purged);
    expire(kept, 2019);
    expire(other, 2020);

    var report = unit.affix().housekeeping();
    assertThat(report.expired()).isEqualTo(1);
    assertThat(report.deleted()).as("the purged and the expired").isEqualTo(2);
    assertThat(unit.memory.size()).isEqualTo(1);
    assertThat(unit.affix().audit("memory").isClean()).isTrue();

    unit.runInTransaction(em -> em.remove(em.find(Poster.class, id)));
    assertThat(unit.affix().housekeeping().expired()).isEqualTo(1);
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aBlobThatTheDatabaseKeepsHoldsNothingElseUp() {
    Long purged = unit.pseudWithIcon("ann");
    StagedBlob kept = unit.affix().stage(Unit.text("kept"));
    StagedBlob other = unit.affix().stage(Unit.text("other"));
    unit.sql(
        "create table unmapped (blob_id uuid, constraint unmapped_blob foreign key (blob_id)"
            + " references affix_blobs (id))");
    unit.sql("insert into unmapped (blob_id) values ('" + kept.id() + "')");
    noteWithoutHint(purged);
    expire(kept, 2019);
    expire(other, 2020);

    var report = unit.affix().housekeeping();
    assertThat(report.expired()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(unit.memory.size()).isEqualTo(1);

    unit.sql("delete from unmapped");
    assertThat(unit.affix().housekeeping().expired()).isEqualTo(1);
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void variantsThatWentBeforeTheBlobWasKeptHaveNotes() {
    Long id = unit.pseudWithIcon("ann");
    Blob blob = unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
    makeVariant(id);
    assertThat(unit.memory.size()).isEqualTo(2);
    beforeTheBlobGoes.set(() -> clip(blob));
    unit.runInTransaction(em -> {
      // Otherwise MariaDB would lock what it looked at, and nobody could come in between.
      em.unwrap(Session.class)
          .doWork(connection ->
              connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
      em.find(Pseud.class, id).icon().purge();
    });

    assertThat(unit.rows("Clipping")).isEqualTo(1);
    assertThat(unit.rows("affix_blobs")).isEqualTo(1);
    assertThat(unit.rows("affix_variants")).isZero();
    unit.settle();
    assertThat(unit.memory.size()).isEqualTo(1);
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
  }

  private void clip(Blob blob) {
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                unit.runInTransaction(em -> {
                  var clipping = new Clipping();
                  clipping.picture = em.getReference(Blob.class, blob.id());
                  em.persist(clipping);
                }));
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void makeVariant(Long id) {
    String path =
        unit.inTransaction(em ->
            em.find(Pseud.class, id).icon().variant("standard").url().orElseThrow().getPath());
    FileRequest request = FileRequest.of("GET", path.substring("/files".length()));
    try (FileResponse response = unit.affix().handler().handle(request)) {
      assertThat(response.status()).isEqualTo(200);
    }
  }

  /** As a purge whose hint was lost. */
  private void noteWithoutHint(Long id) {
    unit.sql("delete from affix_attachments where owner_id = '" + id + "'");
    unit.sql(
        "insert into affix_deletions"
            + " (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select id, service, storage_key, 'PURGED', created_at, 0, created_at"
            + " from affix_blobs where state = 'STORED'");
    unit.sql("delete from affix_blobs where state = 'STORED'");
  }

  private void expire(StagedBlob staged, int year) {
    unit.sql(
        "update affix_blobs set expires_at = '%d-01-01 00:00:00' where id = '%s'"
            .formatted(year, staged.id()));
  }

  @Entity(name = "Poster")
  static class Poster {
    @Id @GeneratedValue @Nullable Long id;

    @ManyToOne @Nullable Blob picture;
  }

  /** The database does not know what its column means. */
  @Entity(name = "Clipping")
  static class Clipping {
    @Id @GeneratedValue @Nullable Long id;

    @ManyToOne
    @JoinColumn(foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
    @Nullable Blob picture;
  }
}
