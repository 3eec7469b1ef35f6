package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.AffixException;
import dev.affix.StagedBlob;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that was called "amazon" is called "s3" now; rows and URLs of before are there. */
@ParameterizedClass
@MethodSource("databases")
class FormerNamesTest {
  private final TestDatabase.Kind kind;
  private final MemoryService place = new MemoryService();
  private Unit unit;
  private Long ann;

  FormerNamesTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (builder, made) ->
                builder
                    .service("s3", place)
                    .formerly("amazon", "aws")
                    .defaultService("s3")
                    .environment("test")
                    .exclusive("s3"),
            Pseud.class);
    ann = unit.pseudWithIcon("ann");
    renameBack();
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void filesAndUrlsOfTheOldNameWorkBeforeAndAfterTheRowsAreRenamed() {
    URI before = url();
    assertThat(status(before)).isEqualTo(200);
    assertThat(unit.affix().housekeeping()).isEqualTo(new HousekeepingReport(0, 0, 0, 0, 1, 0, 0));
    assertThat(unit.rows("affix_blobs where service = 's3'")).isOne();
    assertThat(url()).isNotEqualTo(before);
    assertThat(status(before)).isEqualTo(200);
    assertThat(status(url())).isEqualTo(200);
    assertThat(unit.affix().housekeeping().isIdle()).isTrue();
  }

  @Test
  void moreThanABatchIsRenamedInOneRun() {
    for (int i = 0; i < 500; i++) {
      unit.pseudWithIcon("p" + i);
    }
    renameBack();
    assertThat(unit.affix().housekeeping().renamed()).isEqualTo(501);
    assertThat(unit.rows("affix_blobs where service = 's3'")).isEqualTo(501);
  }

  @Test
  void whatComparesPlacesWithRowsWaitsForTheRows() {
    Affix affix = unit.affix();
    affix.claim("s3");
    for (Runnable work :
        List.<Runnable>of(
            () -> affix.audit("s3"),
            () -> affix.repair("s3").dryRun(),
            () -> affix.move("s3").to("memory").run(),
            () -> affix.move("memory").to("s3").run())) {
      assertThatThrownBy(work::run)
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("\"s3\" as \"amazon\"")
          .hasMessageContaining("housekeeping()");
    }
    assertThatThrownBy(() -> affix.audit("amazon"))
        .isInstanceOf(AffixException.class)
        .hasMessage("Service \"amazon\" is called \"s3\" now");
    affix.housekeeping();
    assertThat(affix.audit("s3").isClean()).isTrue();
    assertThat(affix.move("s3").to("memory").run().moved()).isOne();
  }

  @Test
  void whatIsPurgedUnderTheOldNameIsDeleted() {
    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge());
    unit.settle();
    assertThat(place.size()).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aNoteOfTheOldNameDoesNotDeleteWhatARowNamesByTheNew() {
    StorageKey key = place.list().next().key();
    unit.affix().housekeeping();
    unit.runInTransaction(em ->
        em.createNativeQuery(
                "insert into affix_deletions (id, service, storage_key, reason, due_at,"
                    + " attempts, created_at) select id, 'amazon', storage_key, 'PURGED',"
                    + " created_at, 0, created_at from affix_blobs")
            .executeUpdate());
    unit.affix().housekeeping();
    assertThat(place.head(key)).isPresent();
    assertThat(unit.rows("affix_deletions")).isOne();
  }

  @Test
  void whatIsStagedKeepsItsNameUntilItIsAttached() {
    unit.affix().housekeeping();
    StagedBlob staged = unit.affix().stage(Unit.text("old node"));
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set service = 'aws' where state = 'STAGED'")
            .executeUpdate());
    assertThat(unit.affix().housekeeping().renamed()).isZero();
    unit.runInTransaction(em -> em.find(Pseud.class, ann).pictures().attach(staged));
    assertThat(unit.affix().housekeeping().renamed()).isOne();
  }

  private void renameBack() {
    unit.runInTransaction(
        em -> em.createNativeQuery("update affix_blobs set service = 'amazon'").executeUpdate());
  }

  private URI url() {
    return unit.inTransaction(em -> em.find(Pseud.class, ann).icon().url().orElseThrow());
  }

  private int status(URI url) {
    try (FileResponse response =
        unit.affix()
            .handler()
            .handle(FileRequest.of("GET", url.getPath().substring("/files".length())))) {
      return response.status();
    }
  }
}
