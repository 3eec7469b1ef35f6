package dev.affix.examples.snippets;

import static dev.affix.testkit.FaultyService.Operation.PUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.Urls;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.Gate;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an application tests itself with the testkit. */
class StatementsTest {
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  // docs:begin test-unit
  final TestDatabase database = TestDatabase.h2();
  final StatementCounter counter = StatementCounter.over(database.dataSource());
  final MemoryService memory = new MemoryService();
  final FaultyService service = FaultyService.around(memory);
  final EntityManagerFactory factory = Setup.factory(counter.dataSource(), "update");
  final Affix affix =
      Affix.builder()
          .service("memory", service)
          .signingKeys(SigningKeys.of(KEY))
          .urls(Urls.proxy("/files"))
          .createTables()
          .build(factory);

  @AfterEach
  void close() {
    affix.close();
    factory.close();
    database.close();
  }

  // docs:end test-unit

  // docs:begin test-statements
  @Test
  void aListCostsTwoStatements() {
    List<Long> ids = tenPseudsWithPictures();

    factory.runInTransaction(em ->
        counter.assertStatements(
            2,
            () -> {
              List<Pseud> page = em.createQuery("from Pseud", Pseud.class).getResultList();
              assertThat(page).hasSameSizeAs(ids).allMatch(p -> p.pictures().size() == 1);
            }));
  }

  // docs:end test-statements

  // docs:begin test-fault
  @Test
  void aStorageThatIsDownLosesNothing() {
    service.once(PUT, Fault.failBefore());
    assertThatThrownBy(() -> affix.stage(note())).isInstanceOf(StorageUnavailableException.class);

    affix.housekeeping();
    assertThat(memory.size()).isZero();
    assertThat(affix.stage(note()).byteSize()).isEqualTo(5);
    assertThat(service.count(PUT)).isEqualTo(2);
  }

  // docs:end test-fault

  // docs:begin test-gate
  @Test
  void noConnectionIsHeldWhileBytesMove() {
    Gate gate = new Gate();
    service.once(PUT, Fault.hang(gate));
    var upload = CompletableFuture.supplyAsync(() -> affix.stage(note()));

    gate.awaitArrival(); // the upload stands in the middle of its put
    assertThat(counter.held()).isZero();
    gate.release();
    assertThat(upload).succeedsWithin(Duration.ofSeconds(30));
  }

  // docs:end test-gate

  @Test
  void theGuardCatchesStorageWorkInsideATransaction() {
    affix.close();
    // docs:begin test-guard
    ConnectionGuard guard = ConnectionGuard.around(memory, counter);
    try (Affix guarded =
        Affix.builder()
            .service("memory", guard)
            .signingKeys(SigningKeys.of(KEY))
            .urls(Urls.proxy("/files"))
            .build(factory)) {
      StagedBlob staged = guarded.stage(note());
      factory.runInTransaction(em -> {
        Pseud pseud = new Pseud();
        em.persist(pseud);
        pseud.pictures().attach(staged);
      });
    }
    assertThat(guard.violations()).isEmpty();
    // docs:end test-guard
  }

  private static Upload note() {
    return Upload.of("hello".getBytes(UTF_8), "note.txt");
  }

  private List<Long> tenPseudsWithPictures() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      StagedBlob staged = affix.stage(note());
      factory.runInTransaction(em -> {
        Pseud pseud = new Pseud();
        em.persist(pseud);
        pseud.pictures().attach(staged);
        ids.add(pseud.id);
      });
    }
    return ids;
  }
}
